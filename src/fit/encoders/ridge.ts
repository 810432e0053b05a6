/**
 * Fits ridge regressions by their normal equations, to compare sets of columns: once the products of all columns
 * are known, a regression on some of them costs hardly anything.
 *
 * @module
 */

/** Examples of a regression. */
export interface RidgeRows {
  /** `[rows][columns]` */
  readonly inputs: readonly Float32Array[];
  /** `[rows]`: none is NaN. */
  readonly targets: Float64Array;
}

/** The penalty is that of scikit-learn's `Ridge(alpha=1)` on standardised columns. */
const PENALTY = 1;

/** The mean, the spread, and the products of standardised columns; the last is the target. */
interface Moments {
  readonly means: Float64Array;
  readonly scales: Float64Array;
  /** `[columns + 1][columns + 1]` */
  readonly products: readonly Float64Array[];
}

function momentsOf({ inputs, targets }: RidgeRows): Moments {
  const rows = inputs.map((row, at) => Float64Array.of(...row, targets[at]));
  const width = rows[0]?.length ?? 0;
  const means = new Float64Array(width);
  for (const row of rows) addTo(means, row, (value) => value / rows.length);
  const variances = new Float64Array(width);
  for (const row of rows) {
    addTo(variances, row, (value, k) => (value - means[k]) ** 2 / rows.length);
  }
  const scales = variances.map((variance) => Math.sqrt(variance) || 1);
  const products = Array.from({ length: width }, () => new Float64Array(width));
  for (const row of rows) {
    const standard = row.map((value, k) => (value - means[k]) / scales[k]);
    for (const [k, sums] of products.entries()) {
      for (let other = 0; other <= k; other++) {
        sums[other] = sums[other] + standard[k] * standard[other];
      }
    }
  }
  return { means, scales, products };
}

function addTo(
  sums: Float64Array,
  row: Float64Array,
  of: (value: number, k: number) => number,
): void {
  for (let k = 0; k < row.length; k++) sums[k] = sums[k] + of(row[k], k);
}

/**
 * Returns for each set of columns the mean squared error on other rows of a regression on these columns.
 *
 * @param sets - columns, ascending
 */
export function ridgeErrors(
  training: RidgeRows,
  others: RidgeRows,
  sets: readonly (readonly number[])[],
): number[] {
  const moments = momentsOf(training);
  return sets.map((columns) => {
    const weights = solve(moments, columns);
    return meanSquare(others, moments, columns, weights);
  });
}

function meanSquare(
  { inputs, targets }: RidgeRows,
  { means, scales }: Moments,
  columns: readonly number[],
  weights: Float64Array,
): number {
  const last = means.length - 1;
  let sum = 0;
  for (const [at, row] of inputs.entries()) {
    let predicted = 0;
    for (const [k, column] of columns.entries()) {
      predicted += (weights[k] * (row[column] - means[column])) / scales[column];
    }
    sum += (targets[at] - (means[last] + scales[last] * predicted)) ** 2;
  }
  return sum / inputs.length;
}

/** Solves the normal equations by Cholesky's decomposition. */
function solve({ products }: Moments, columns: readonly number[]): Float64Array {
  const target = products.at(-1) ?? new Float64Array(0);
  const lower = decomposed(products, columns);
  const weights = Float64Array.from(columns, (column) => target[column]);
  for (const [k, row] of lower.entries()) {
    weights[k] = (weights[k] - dot(row, weights, k)) / row[k];
  }
  for (let k = weights.length - 1; k >= 0; k--) {
    const behind = Float64Array.from(lower, (row, other) => (other > k ? row[k] : 0));
    weights[k] = (weights[k] - dot(behind, weights, weights.length)) / (lower[k]?.[k] ?? 1);
  }
  return weights;
}

/** Returns the lower triangle L of the penalised products of the columns, L·Lᵀ. */
function decomposed(
  products: readonly Float64Array[],
  columns: readonly number[],
): readonly Float64Array[] {
  const lower: Float64Array[] = [];
  for (const [k, column] of columns.entries()) {
    const own = products[column] ?? new Float64Array(0);
    const row = new Float64Array(columns.length);
    lower.push(row);
    for (let other = 0; other < k; other++) {
      const beside = lower[other] ?? row;
      row[other] = (own[columns[other] ?? 0] - dot(row, beside, other)) / beside[other];
    }
    row[k] = Math.sqrt(own[column] + PENALTY - dot(row, row, k));
  }
  return lower;
}

function dot(a: Float64Array, b: Float64Array, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += a[k] * b[k];
  return sum;
}

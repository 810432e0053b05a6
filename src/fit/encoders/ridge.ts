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

/** As scikit-learn's `Ridge(alpha=1)` on standardised columns. */
const PENALTY = 1;

/** The mean, the spread, and the products of standardised columns; the last is the target. */
interface Moments {
  readonly means: Float64Array;
  readonly scales: Float64Array;
  /** `[columns + 1][columns + 1]` */
  readonly products: readonly Float64Array[];
}

function momentsOf({ inputs, targets }: RidgeRows): Moments {
  const width = (inputs[0]?.length ?? 0) + 1;
  const rows = inputs.map((row, at) => Float64Array.of(...row, targets[at]));
  const [means, squares] = [new Float64Array(width), new Float64Array(width)];
  for (const row of rows) {
    for (let k = 0; k < width; k++) means[k] = means[k] + row[k] / rows.length;
  }
  for (const row of rows) {
    for (let k = 0; k < width; k++) squares[k] = squares[k] + (row[k] - means[k]) ** 2;
  }
  const scales = squares.map((sum) => Math.sqrt(sum / rows.length) || 1);
  const products = Array.from({ length: width }, () => new Float64Array(width));
  const standard = new Float64Array(width);
  for (const row of rows) {
    for (let k = 0; k < width; k++) standard[k] = (row[k] - means[k]) / scales[k];
    for (const [k, sums] of products.entries()) {
      for (let other = 0; other <= k; other++) {
        sums[other] = sums[other] + standard[k] * standard[other];
      }
    }
  }
  return { means, scales, products };
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
  const last = products.length - 1;
  const size = columns.length;
  const lower = columns.map((row, k) => {
    const own = products[row] as Float64Array;
    return Float64Array.from(columns, (column, other) =>
      other > k ? 0 : own[column] + (other === k ? PENALTY : 0),
    );
  });
  const weights = Float64Array.from(columns, (column) => products[last]?.[column] ?? 0);
  for (let k = 0; k < size; k++) {
    const row = lower[k] as Float64Array;
    for (let other = 0; other <= k; other++) {
      const beside = lower[other] as Float64Array;
      let sum = row[other];
      for (let m = 0; m < other; m++) sum -= row[m] * beside[m];
      row[other] = other === k ? Math.sqrt(sum) : sum / beside[other];
    }
    let sum = weights[k];
    for (let m = 0; m < k; m++) sum -= row[m] * weights[m];
    weights[k] = sum / row[k];
  }
  for (let k = size - 1; k >= 0; k--) {
    let sum = weights[k];
    for (let m = k + 1; m < size; m++) sum -= (lower[m]?.[k] ?? 0) * weights[m];
    weights[k] = sum / (lower[k]?.[k] ?? 1);
  }
  return weights;
}

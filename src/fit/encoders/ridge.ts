/**
 * Fits ridge regressions by their normal equations, to compare sets of columns: once the products of all columns
 * are known, a regression on some of them costs hardly anything.
 *
 * @module
 */

import { cholesky, solved } from '../../baseline/cholesky.ts';

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

/** Solves the normal equations. */
function solve({ products }: Moments, columns: readonly number[]): Float64Array {
  const target = products.at(-1) ?? new Float64Array(0);
  const lower = cholesky(columns.length, (row, column) => {
    const product = products[columns[row]]?.[columns[column]] ?? 0;
    return row === column ? product + PENALTY : product;
  });
  const side = Float64Array.from(columns, (column) => target[column]);
  return solved(lower, side);
}

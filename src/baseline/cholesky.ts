/**
 * Solves linear equations with a symmetric, positive definite matrix, by Cholesky's decomposition.
 *
 * @module
 */

/**
 * Returns the lower triangle L of a matrix L·Lᵀ, row by row.
 *
 * @param at - returns an element of the lower triangle of the matrix
 */
export function cholesky(
  size: number,
  at: (row: number, column: number) => number,
): Float64Array[] {
  const lower: Float64Array[] = [];
  for (let row = 0; row < size; row++) {
    const own = new Float64Array(row + 1);
    lower.push(own);
    for (let column = 0; column <= row; column++) {
      const beside = lower[column];
      let sum = at(row, column);
      for (let k = 0; k < column; k++) sum -= own[k] * beside[k];
      own[column] = column === row ? Math.sqrt(sum) : sum / beside[column];
    }
  }
  return lower;
}

/** The rows of a lower triangle, of which elements right of the diagonal are not read. */
export type Triangle = readonly ArrayLike<number>[];

/** Returns the x of L·Lᵀ·x = side. */
export function solved(lower: Triangle, side: Float64Array): Float64Array {
  const x = side.slice();
  solveForward(lower, x);
  for (let at = x.length - 1; at >= 0; at--) {
    const row = lower[at] as ArrayLike<number>;
    x[at] = x[at] / row[at];
    for (let k = 0; k < at; k++) x[k] = x[k] - row[k] * x[at];
  }
  return x;
}

/** Replaces x by the y of L·y = x. */
export function solveForward(lower: Triangle, x: Float64Array): void {
  for (const [at, row] of lower.entries()) {
    for (let k = 0; k < at; k++) x[at] = x[at] - row[k] * x[k];
    x[at] = x[at] / row[at];
  }
}

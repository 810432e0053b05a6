/**
 * Solves linear equations with a symmetric, positive definite matrix, by Cholesky's decomposition.
 *
 * @module
 */

/**
 * Returns the lower triangle L of a matrix L·Lᵀ, row by row.
 *
 * @param at - tells an element of the lower triangle of the matrix
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

/** Returns the x of L·Lᵀ·x = side. */
export function solved(lower: readonly Float64Array[], side: Float64Array): Float64Array {
  const x = side.slice();
  for (const [at, row] of lower.entries()) {
    for (let k = 0; k < at; k++) x[at] = x[at] - row[k] * x[k];
    x[at] = x[at] / row[at];
  }
  for (let at = x.length - 1; at >= 0; at--) {
    const row = lower[at];
    x[at] = x[at] / row[at];
    for (let k = 0; k < at; k++) x[k] = x[k] - row[k] * x[at];
  }
  return x;
}

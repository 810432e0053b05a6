/**
 * Declares the arithmetic that makes the weights before training, and computes it in plain TypeScript.
 *
 * @module
 */

export interface WeightArithmetic {
  /** Hands out arrays of zeros, which alone the functions below are given. */
  doubles(length: number): Float64Array;
  floats(length: number): Float32Array;

  /**
   * Writes numbers of (−`limit`, `limit`) one after the other: (2 · `uniform()` − 1) · `limit`.
   *
   * @param state - see `Random.drawMany`
   */
  fillUniform(state: Int32Array, limit: number, out: Float32Array): void;

  /**
   * Makes the rows of a matrix orthonormal, in place, by the modified Gram–Schmidt process; there are fewer rows
   * than columns.
   */
  orthonormalise(matrix: Float64Array, columns: number): void;
}

export const plainWeights: WeightArithmetic = {
  doubles: (length) => new Float64Array(length),
  floats: (length) => new Float32Array(length),
  fillUniform,
  orthonormalise,
};

/** The generator gives integers below this. */
const RANGE = 0x1_0000_0000;

function fillUniform(state: Int32Array, limit: number, out: Float32Array): void {
  let [a, b, c, counter] = state as unknown as [number, number, number, number];
  for (let at = 0; at < out.length; at++) {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    out[at] = (2 * ((sum >>> 0) / RANGE) - 1) * limit;
  }
  state.set([a, b, c, counter]);
}

function orthonormalise(matrix: Float64Array, columns: number): void {
  for (let row = 0; row < matrix.length; row += columns) {
    for (let other = 0; other < row; other += columns) takeOut(matrix, row, other, columns);
    normalise(matrix, row, columns);
  }
}

/** Takes out of the row that begins at `row` its part along `other`, whose length is 1. */
function takeOut(matrix: Float64Array, row: number, other: number, columns: number): void {
  let product = 0;
  for (let k = 0; k < columns; k++) product += matrix[row + k] * matrix[other + k];
  for (let k = 0; k < columns; k++) {
    matrix[row + k] = matrix[row + k] - product * matrix[other + k];
  }
}

function normalise(matrix: Float64Array, row: number, columns: number): void {
  let square = 0;
  for (let k = 0; k < columns; k++) square += matrix[row + k] * matrix[row + k];
  const length = Math.sqrt(square);
  for (let k = 0; k < columns; k++) matrix[row + k] = matrix[row + k] / length;
}

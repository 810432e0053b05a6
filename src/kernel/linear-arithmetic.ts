/**
 * Declares the arithmetic on doubles by which linear models are fitted, and by which they predict.
 *
 * Every array that it is given must be one that it has handed out, so that WebAssembly may read pointers from
 * their offsets.
 *
 * @module
 */

/** Rows of dense and one-hot columns. */
export interface LinearMatrix {
  readonly count: number;
  readonly dense: number;
  readonly columns: number;
  /** So many of the one-hot columns are 1 in each row, or fewer. */
  readonly ones: number;
  /** `[count, dense]` */
  readonly values: Float32Array;
  /** `[count, ones]`: positions among the one-hot columns; a row with fewer ends with −1. */
  readonly indexes: Int32Array;
}

/** The means and scales of columns, `[dense + columns]`. */
export interface ColumnMoments {
  readonly means: Float64Array;
  /** Above 0. */
  readonly scales: Float64Array;
}

export interface LinearArithmetic {
  /** Hands out arrays of zeros. */
  doubles(length: number): Float64Array;
  floats(length: number): Float32Array;
  integers(length: number): Int32Array;

  /** Returns Σ a·b. */
  product(a: Float64Array, b: Float64Array): number;
  /** to += factor · from */
  addMultiple(factor: number, from: Float64Array, to: Float64Array): void;
  /** out = a − b */
  difference(a: Float64Array, b: Float64Array, out: Float64Array): void;
  /** out = factor · values; `out` may be `values`. */
  multiples(factor: number, values: Float64Array, out: Float64Array): void;
  /** Returns the largest absolute value; NaN where one is NaN. */
  largest(values: Float64Array): number;
  /** Adds λ·w to the gradient of the first `length` weights, and returns the sum of their squares. */
  addPenalty(lambda: number, weights: Float64Array, length: number, gradient: Float64Array): number;

  /**
   * @param weights - `[outputs, dense + columns]`, then the bias `[outputs]`
   * @param logits - `[count, outputs]`: is written
   */
  logits(inputs: LinearMatrix, outputs: number, weights: Float64Array, logits: Float32Array): void;
  /**
   * Adds the gradient by the weights.
   *
   * @param byLogits - `[count, outputs]`
   */
  addGradient(
    inputs: LinearMatrix,
    outputs: number,
    byLogits: Float32Array,
    gradient: Float64Array,
  ): void;
  /** Adds the means of columns and those of their squares, `[dense + columns]`, which are 0 before. */
  addMoments(inputs: LinearMatrix, means: Float64Array, squares: Float64Array): void;
  /** Turns weights of standardised columns into weights of the columns, in place. */
  unscale(weights: Float64Array, moments: ColumnMoments, outputs: number): void;
  /** Turns a gradient by weights of columns into one by weights of standardised columns, in place. */
  standardise(gradient: Float64Array, moments: ColumnMoments, outputs: number): void;
}

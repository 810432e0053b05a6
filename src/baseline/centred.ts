/**
 * Takes the mean out of dense columns, because float32 sums of columns far from 0 lose digits. It is the same
 * model: what a weight multiplies less, the bias adds.
 *
 * @module
 */

import type { LinearInputs, LinearShape } from '../readings/linear-inputs.ts';

/**
 * Subtracts its mean from each dense column, in place.
 *
 * @returns the means, `[dense]`
 */
export function centre({ count, dense, values }: LinearInputs): Float64Array {
  const means = new Float64Array(dense);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < dense; column++) {
      means[column] = means[column] + values[row * dense + column] / count;
    }
  }
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < dense; column++) {
      const at = row * dense + column;
      values[at] = values[at] - means[column];
    }
  }
  return means;
}

/** Returns the weights of the columns as they were, in the layout of `linearWeightCount`. */
export function uncentred(
  weights: Float64Array,
  means: Float64Array,
  { dense, columns }: LinearShape,
  outputs: number,
): Float64Array {
  const width = dense + columns;
  const own = weights.slice();
  for (let output = 0; output < outputs; output++) {
    const bias = outputs * width + output;
    for (let column = 0; column < dense; column++) {
      own[bias] = own[bias] - weights[output * width + column] * means[column];
    }
  }
  return own;
}

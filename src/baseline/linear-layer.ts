/**
 * A linear layer on dense and one-hot inputs: logits, and the gradient by its weights.
 *
 * One-hot inputs are kept as the columns that are 1, so a row of 80 tokens costs 80 additions however
 * large the vocabulary is.
 *
 * @module
 */

import { type LinearInputs, type LinearShape, NO_MORE_ONES } from '../readings/linear-inputs.ts';

/** Returns the number of weights of a layer: `[outputs, dense + columns]`, then the bias `[outputs]`. */
export function linearWeightCount({ dense, columns }: LinearShape, outputs: number): number {
  return (dense + columns + 1) * outputs;
}

/** @param logits - `[count, outputs]`: is written */
export function linearLogits(
  inputs: LinearInputs,
  outputs: number,
  weights: Float64Array,
  logits: Float32Array,
): void {
  const { count, dense, columns, ones, values, indexes } = inputs;
  const width = dense + columns;
  const bias = weights.length - outputs;
  for (let row = 0; row < count; row++) {
    for (let output = 0; output < outputs; output++) {
      logits[row * outputs + output] =
        weights[bias + output] +
        longProduct(values, row * dense, weights, output * width, dense) +
        sumOfOnes(indexes, row * ones, ones, weights, output * width + dense);
    }
  }
}

/**
 * Adds the gradient by the weights.
 *
 * @param logitsGradient - `[count, outputs]`
 */
export function addLinearGradient(
  inputs: LinearInputs,
  outputs: number,
  logitsGradient: Float32Array,
  gradient: Float64Array,
): void {
  const { count, dense, columns, ones, values, indexes } = inputs;
  const width = dense + columns;
  const bias = gradient.length - outputs;
  for (let row = 0; row < count; row++) {
    for (let output = 0; output < outputs; output++) {
      const factor = logitsGradient[row * outputs + output];
      gradient[bias + output] = gradient[bias + output] + factor;
      addMultiple(factor, values, row * dense, gradient, output * width, dense);
      addToOnes(factor, indexes, row * ones, ones, gradient, output * width + dense);
    }
  }
}

// The functions below take more than four parameters, because an object for each call would cost the
// inner loop of every baseline.

/** Keeps four sums at a time, because a single one would wait for each addition. */
function longProduct(
  a: Float32Array,
  firstA: number,
  b: Float64Array,
  firstB: number,
  length: number,
): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  const whole = length - (length % 4);
  let atA = firstA;
  let atB = firstB;
  for (const end = firstA + whole; atA < end; atA += 4, atB += 4) {
    sum0 += a[atA] * b[atB];
    sum1 += a[atA + 1] * b[atB + 1];
    sum2 += a[atA + 2] * b[atB + 2];
    sum3 += a[atA + 3] * b[atB + 3];
  }
  for (const end = firstA + length; atA < end; atA++, atB++) {
    sum0 += a[atA] * b[atB];
  }
  return sum0 + sum1 + (sum2 + sum3);
}

function addMultiple(
  factor: number,
  from: Float32Array,
  firstFrom: number,
  to: Float64Array,
  firstTo: number,
  length: number,
): void {
  for (let k = 0; k < length; k++) {
    to[firstTo + k] = to[firstTo + k] + factor * from[firstFrom + k];
  }
}

/** Returns the sum of the weights of the one-hot columns of a row, which begin at `offset`. */
export function sumOfOnes(
  indexes: Int32Array,
  first: number,
  ones: number,
  weights: Float64Array,
  offset: number,
): number {
  let sum = 0;
  for (let at = first; at < first + ones && indexes[at] !== NO_MORE_ONES; at++) {
    sum += weights[offset + indexes[at]];
  }
  return sum;
}

/** Adds to the one-hot columns of a row, which begin at `offset`. */
export function addToOnes(
  value: number,
  indexes: Int32Array,
  first: number,
  ones: number,
  to: Float64Array,
  offset: number,
): void {
  for (let at = first; at < first + ones && indexes[at] !== NO_MORE_ONES; at++) {
    const place = offset + indexes[at];
    to[place] = to[place] + value;
  }
}

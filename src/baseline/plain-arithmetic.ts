/**
 * The arithmetic of linear models in plain TypeScript: the reference of what WebAssembly computes.
 *
 * @module
 */

import type { ColumnMoments, LinearArithmetic, LinearMatrix } from '../kernel/linear-arithmetic.ts';
import { NO_MORE_ONES } from '../readings/linear-inputs.ts';
import { addLinearGradient, linearLogits } from './linear-layer.ts';

export const plainArithmetic: LinearArithmetic = {
  doubles: (length) => new Float64Array(length),
  floats: (length) => new Float32Array(length),
  integers: (length) => new Int32Array(length),
  product,
  addMultiple,
  difference,
  multiples,
  largest,
  addPenalty,
  logits: linearLogits,
  addGradient: addLinearGradient,
  addMoments,
  unscale,
  standardise,
};

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

function addMultiple(factor: number, from: Float64Array, to: Float64Array): void {
  for (let k = 0; k < to.length; k++) to[k] = to[k] + factor * from[k];
}

function difference(a: Float64Array, b: Float64Array, out: Float64Array): void {
  for (let k = 0; k < a.length; k++) out[k] = a[k] - b[k];
}

function multiples(factor: number, values: Float64Array, out: Float64Array): void {
  for (let k = 0; k < values.length; k++) out[k] = values[k] * factor;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(values[k]));
  return most;
}

function addPenalty(
  lambda: number,
  weights: Float64Array,
  length: number,
  gradient: Float64Array,
): number {
  let sum = 0;
  for (let k = 0; k < length; k++) {
    const weight = weights[k];
    sum += weight * weight;
    gradient[k] = gradient[k] + lambda * weight;
  }
  return sum;
}

function addMoments(inputs: LinearMatrix, means: Float64Array, squares: Float64Array): void {
  const { count, dense, ones, values, indexes } = inputs;
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < dense; column++) {
      const value = values[row * dense + column];
      means[column] = means[column] + value / count;
      squares[column] = squares[column] + (value * value) / count;
    }
  }
  for (let at = 0; at < count * ones; at++) {
    if (indexes[at] === NO_MORE_ONES) continue;
    const column = dense + indexes[at];
    means[column] = means[column] + 1 / count;
    squares[column] = means[column];
  }
}

function unscale(weights: Float64Array, { means, scales }: ColumnMoments, outputs: number): void {
  const width = means.length;
  for (let output = 0; output < outputs; output++) {
    let shift = 0;
    for (let column = 0; column < width; column++) {
      const at = output * width + column;
      const weight = weights[at] / scales[column];
      weights[at] = weight;
      shift += weight * means[column];
    }
    const bias = outputs * width + output;
    weights[bias] = weights[bias] - shift;
  }
}

function standardise(
  gradient: Float64Array,
  { means, scales }: ColumnMoments,
  outputs: number,
): void {
  const width = means.length;
  for (let output = 0; output < outputs; output++) {
    const biasGradient = gradient[outputs * width + output];
    for (let column = 0; column < width; column++) {
      const at = output * width + column;
      const centred = gradient[at] - means[column] * biasGradient;
      gradient[at] = centred / scales[column];
    }
  }
}

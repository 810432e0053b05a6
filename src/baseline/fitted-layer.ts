/**
 * Computes the linear layer of a fit, pass after pass over the same inputs: in plain TypeScript, or with
 * the dense inputs on a kernel, in float32.
 *
 * @module
 */

import type { Kernel } from '../kernel/kernel.ts';
import type { LinearArithmetic } from '../kernel/linear-arithmetic.ts';
import type { LinearInputs, LinearShape } from '../readings/linear-inputs.ts';
import { addToOnes, sumOfOnes } from './linear-layer.ts';
import { plainArithmetic } from './plain-arithmetic.ts';

export interface FittedLayer {
  /** `[count, outputs]`: what `forward` writes. */
  readonly logits: Float32Array;
  /** `[count, outputs]`: what `backward` reads. */
  readonly logitsGradient: Float32Array;
  /** @param weights - lie as `linearWeightCount` says */
  forward(weights: Float64Array): void;
  /** @param gradient - is added to */
  backward(gradient: Float64Array): void;
}

/** Passes of fewer multiply-adds are in double precision. */
const WORTH_A_KERNEL = 1e6;

/** The number of rows whose float32 sums are added up in float64. */
const BLOCK_ROWS = 256;

/** Returns whether passes are worth a kernel's products in float32. */
export function isWorthKernel({ dense }: LinearShape, count: number, outputs: number): boolean {
  return count * dense * outputs >= WORTH_A_KERNEL;
}

/**
 * The layer in double precision.
 *
 * @param arithmetic - has handed out the inputs, and the weights that the layer gets; plain TypeScript by default
 */
export function plainLayer(
  inputs: LinearInputs,
  outputs: number,
  arithmetic: LinearArithmetic = plainArithmetic,
): FittedLayer {
  const logits = arithmetic.floats(inputs.count * outputs);
  const logitsGradient = arithmetic.floats(inputs.count * outputs);
  return {
    logits,
    logitsGradient,
    forward: (weights) => arithmetic.logits(inputs, outputs, weights, logits),
    backward: (gradient) => arithmetic.addGradient(inputs, outputs, logitsGradient, gradient),
  };
}

/** @param inputs - its `values` are memory of the kernel */
export function kernelLayer(kernel: Kernel, inputs: LinearInputs, outputs: number): FittedLayer {
  const { count, dense, ones, values } = inputs;
  const layer = { weights: kernel.floats(dense * outputs), bias: kernel.floats(outputs) };
  const sums = { weights: kernel.floats(dense * outputs), bias: kernel.floats(outputs) };
  const logits = kernel.floats(count * outputs);
  const logitsGradient = kernel.floats(count * outputs);
  const places = placesOf(inputs, outputs);
  return {
    logits,
    logitsGradient,
    forward(weights) {
      for (const [at, place] of places.weights.entries()) layer.weights[at] = weights[place];
      for (const [at, place] of places.bias.entries()) layer.bias[at] = weights[place];
      kernel.dense({ rows: count, inner: dense, columns: outputs }, values, layer, logits);
      if (ones > 0) addOnes(inputs, outputs, weights, logits);
    },
    backward(gradient) {
      for (let first = 0; first < count; first += BLOCK_ROWS) {
        const rows = Math.min(BLOCK_ROWS, count - first);
        const factors = { input: values.subarray(first * dense), weights: layer.weights };
        sums.weights.fill(0);
        sums.bias.fill(0);
        const byLogits = logitsGradient.subarray(first * outputs, (first + rows) * outputs);
        kernel.denseGradient({ rows, inner: dense, columns: outputs }, factors, byLogits, sums);
        addTo(gradient, places.weights, sums.weights);
        addTo(gradient, places.bias, sums.bias);
      }
      if (ones > 0) addOnesGradient(inputs, outputs, logitsGradient, gradient);
    },
  };
}

/** Says where the weights `[dense, outputs]` and the bias of a kernel's layer lie among those of a linear one. */
function placesOf(
  { dense, columns }: LinearShape,
  outputs: number,
): { readonly weights: Int32Array; readonly bias: Int32Array } {
  const width = dense + columns;
  return {
    weights: Int32Array.from(
      { length: dense * outputs },
      (_, at) => (at % outputs) * width + Math.floor(at / outputs),
    ),
    bias: Int32Array.from({ length: outputs }, (_, output) => outputs * width + output),
  };
}

function addTo(gradient: Float64Array, places: Int32Array, sums: Float32Array): void {
  for (let at = 0; at < places.length; at++) {
    gradient[places[at]] = gradient[places[at]] + sums[at];
  }
}

/** Adds the weights of the one-hot columns that are 1. */
function addOnes(
  { count, dense, columns, ones, indexes }: LinearInputs,
  outputs: number,
  weights: Float64Array,
  logits: Float32Array,
): void {
  for (let row = 0; row < count; row++) {
    for (let output = 0; output < outputs; output++) {
      const at = row * outputs + output;
      const first = output * (dense + columns) + dense;
      logits[at] = logits[at] + sumOfOnes(indexes, row * ones, ones, weights, first);
    }
  }
}

function addOnesGradient(
  { count, dense, columns, ones, indexes }: LinearInputs,
  outputs: number,
  logitsGradient: Float32Array,
  gradient: Float64Array,
): void {
  for (let row = 0; row < count; row++) {
    for (let output = 0; output < outputs; output++) {
      const first = output * (dense + columns) + dense;
      const factor = logitsGradient[row * outputs + output];
      addToOnes(factor, indexes, row * ones, ones, gradient, first);
    }
  }
}

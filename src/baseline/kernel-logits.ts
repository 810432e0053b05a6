/**
 * Computes the logits of a linear layer on a kernel, to the bits of `linearLogits`.
 *
 * @module
 */

import type { Workspace } from '../network/workspace.ts';
import type { LinearInputs } from '../readings/linear-inputs.ts';
import { sumOfOnes } from './linear-layer.ts';

/**
 * @param inputs - their `values` are memory of the kernel
 * @returns `[count, outputs]`
 */
export function kernelLogits(
  workspace: Workspace,
  inputs: LinearInputs,
  outputs: number,
  weights: Float64Array,
): Float32Array {
  const { count, dense, columns, ones, indexes } = inputs;
  const width = dense + columns;
  const bias = weights.length - outputs;
  const own = workspace.doubles('linear weights', outputs * dense);
  for (let output = 0; output < outputs; output++) {
    own.set(weights.subarray(output * width, output * width + dense), output * dense);
  }
  const products = workspace.doubles('linear products', count * outputs);
  const shape = { rows: count, inner: dense, columns: outputs };
  workspace.kernel.longProducts(shape, inputs.values, own, products);
  const logits = new Float32Array(count * outputs);
  for (let row = 0, at = 0; row < count; row++) {
    for (let output = 0; output < outputs; output++, at++) {
      const hot = sumOfOnes(indexes, row * ones, ones, weights, output * width + dense);
      logits[at] = weights[bias + output] + products[at] + hot;
    }
  }
  return logits;
}

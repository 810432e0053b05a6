/**
 * Calibrates the logits of the network: the probabilities made of them should be the shares of rows to
 * expect.
 *
 * @module
 */

import type { Calibration } from '../model/record.ts';

/**
 * Undoes the class weights of the loss: they multiply the odds of a class by its weight.
 *
 * @param weights - `[classes]`, all above 0
 */
export function classWeightCalibration(weights: readonly number[]): Calibration {
  const [first = 1, second = 1] = weights;
  if (weights.length === 2) return { slope: 1, offsets: [Math.log(first / second)] };
  return { slope: 1, offsets: weights.map((weight) => Math.log(1 / weight)) };
}

/**
 * @param logits - `[n, outputs]`
 * @returns `[n, outputs]`, new
 */
export function applyCalibration(
  logits: Float32Array,
  { slope, offsets }: Calibration,
): Float32Array {
  const out = new Float32Array(logits.length);
  for (let first = 0; first < out.length; first += offsets.length) {
    for (let k = 0; k < offsets.length; k++) {
      out[first + k] = slope * logits[first + k] + offsets[k];
    }
  }
  return out;
}

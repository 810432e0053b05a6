/**
 * Makes tensors of the weights of one flat array, and writes gradients back into such an array.
 *
 * A sequence that is shorter than the longest of its batch must reach its first step with states of
 * zero. Before that step one more input is 1, and the weights of that input close the input gate
 * completely: i = 0, so c = f·0 + 0·c̃ = 0 and h = o·tanh(0) = 0. Every gradient at these timesteps has
 * one of these zeros as a factor, so that they do not change the weights.
 *
 * @module
 */

import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { slotOf, type WeightLayout, type WeightSlot } from '../network/network-spec.ts';
import type { LstmGradient, LstmWeights, TensorflowJs } from './tensorflow.ts';

/** σ(−10⁴) is 0 in float32, whatever a bias adds. */
const CLOSED = -1e4;

/** The weights of a network, and the array of the same layout that their gradient is written in. */
export interface WeightsToLearn {
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
}

export type LstmSlots = WeightLayout['layers'][number];

/** Copies the weights, because a tensor may keep the array that it is made of. */
export function matrixOf(tf: TensorflowJs, weights: Float32Array, slot: WeightSlot): Tensor2D {
  return tf.tensor2d(slotOf(weights, slot).slice(), [slot.rows, slot.columns]);
}

export function vectorOf(tf: TensorflowJs, weights: Float32Array, slot: WeightSlot): Tensor1D {
  return tf.tensor1d(slotOf(weights, slot).slice());
}

/** @param hasAbsent - whether the last column of the input is the one that closes the gate */
export function lstmWeights(
  tf: TensorflowJs,
  weights: Float32Array,
  { kernel, recurrent, bias }: LstmSlots,
  hasAbsent: boolean,
): LstmWeights {
  const biases = vectorOf(tf, weights, bias);
  // The kernel and the recurrent kernel are neighbours in the array.
  const both = { ...kernel, rows: kernel.rows + recurrent.rows };
  if (!hasAbsent) return { matrix: matrixOf(tf, weights, both), bias: biases };
  const closing = new Float32Array(bias.columns).fill(CLOSED, 0, recurrent.rows);
  const parts = [
    matrixOf(tf, weights, kernel),
    tf.tensor2d(closing, [1, bias.columns]),
    matrixOf(tf, weights, recurrent),
  ];
  return { matrix: tf.concat(parts, 0), bias: biases };
}

/**
 * Writes the gradient by the weights of one layer; those of the column that closes the gate are left
 * out.
 *
 * @returns the gradient by the input, without that column
 */
export function writeLstmGradient(
  tf: TensorflowJs,
  { by, hasAbsent }: { readonly by: LstmGradient; readonly hasAbsent: boolean },
  { kernel, recurrent, bias }: LstmSlots,
  gradient: Float32Array,
): Tensor3D {
  gradient.set(by.bias.dataSync<'float32'>(), bias.offset);
  const values = by.matrix.dataSync<'float32'>();
  if (!hasAbsent) {
    gradient.set(values, kernel.offset);
    return by.input;
  }
  gradient.set(values.subarray(0, kernel.rows * kernel.columns), kernel.offset);
  gradient.set(values.subarray((kernel.rows + 1) * kernel.columns), recurrent.offset);
  return tf.slice(by.input, [0, 0, 0], [-1, -1, kernel.rows]);
}

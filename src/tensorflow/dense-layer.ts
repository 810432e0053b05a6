/**
 * Computes the last layer, from the hidden states that are read to the logits.
 *
 * @module
 */

import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { WeightLayout } from '../network/network-spec.ts';
import type { TensorflowJs } from './tensorflow.ts';
import { matrixOf, vectorOf, type WeightsToLearn } from './weight-tensors.ts';

type DenseSlots = WeightLayout['dense'];

/**
 * @param hidden - `[1, output rows, U]`
 * @returns logits, `[output rows, outputs]`
 */
export function denseLayer(
  tf: TensorflowJs,
  weights: Float32Array,
  { kernel, bias }: DenseSlots,
  hidden: Tensor3D,
): Float32Array {
  const product = tf.matMul(rowsOf(tf, hidden), matrixOf(tf, weights, kernel));
  return tf.add(product, vectorOf(tf, weights, bias)).dataSync<'float32'>();
}

interface DensePass {
  /** `[1, output rows, U]` */
  readonly hidden: Tensor3D;
  /** `[output rows, outputs]` */
  readonly logitsGradient: Float32Array;
}

/**
 * Writes the gradient by the weights.
 *
 * @returns the gradient by the hidden states, `[1, output rows, U]`
 */
export function denseLayerGradient(
  tf: TensorflowJs,
  { weights, gradient }: WeightsToLearn,
  { kernel, bias }: DenseSlots,
  { hidden, logitsGradient }: DensePass,
): Tensor3D {
  const byLogits = tf.tensor2d(logitsGradient.slice(), [hidden.shape[1], bias.columns]);
  const byKernel = tf.matMul(rowsOf(tf, hidden), byLogits, true, false);
  gradient.set(byKernel.dataSync<'float32'>(), kernel.offset);
  gradient.set(tf.sum(byLogits, 0).dataSync<'float32'>(), bias.offset);
  const byHidden = tf.matMul(byLogits, matrixOf(tf, weights, kernel), false, true);
  return tf.reshape(byHidden, hidden.shape);
}

function rowsOf(tf: TensorflowJs, hidden: Tensor3D): Tensor2D {
  return tf.reshape(hidden, [hidden.shape[1], hidden.shape[2]]);
}

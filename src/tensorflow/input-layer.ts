/**
 * Computes the inputs of the first LSTM layer: features and embeddings side by side.
 *
 * @module
 */

import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { WeightSlot } from '../network/network-spec.ts';
import type { BatchInputs } from './batch-inputs.ts';
import type { TensorflowJs } from './tensorflow.ts';
import { matrixOf } from './weight-tensors.ts';

/** Returns the inputs, `[T, B, inputs]`. */
export function inputLayer(
  tf: TensorflowJs,
  weights: Float32Array,
  embeddings: readonly WeightSlot[],
  { timesteps, size, width, features, ids }: BatchInputs,
): Tensor3D {
  const parts = embeddings.map((slot, index) => {
    const rows = tf.gather(matrixOf(tf, weights, slot), idsOf(tf, ids, index));
    return tf.reshape(rows, [timesteps, size, slot.columns]) as Tensor3D;
  });
  if (width > 0) parts.unshift(tf.tensor3d(features, [timesteps, size, width]));
  const [first, ...others] = parts;
  return others.length === 0 && first !== undefined ? first : tf.concat(parts, 2);
}

interface EmbeddingGradients {
  /** `[T, B, inputs]`: the gradient by the inputs. */
  readonly inputGradient: Tensor3D;
  /** The gradient of all weights, in which that of the embeddings is written. */
  readonly gradient: Float32Array;
}

/** Writes the gradient of the embeddings. */
export function inputLayerGradient(
  tf: TensorflowJs,
  embeddings: readonly WeightSlot[],
  { width, ids }: BatchInputs,
  { inputGradient, gradient }: EmbeddingGradients,
): void {
  let column = width;
  for (const [index, { rows, columns, offset }] of embeddings.entries()) {
    const part = tf.slice(inputGradient, [0, 0, column], [-1, -1, columns]);
    const steps = tf.reshape(part, [-1, columns]) as Tensor2D;
    const table = tf.unsortedSegmentSum(steps, idsOf(tf, ids, index), rows);
    gradient.set(table.dataSync<'float32'>(), offset);
    column += columns;
  }
}

function idsOf(tf: TensorflowJs, ids: readonly Int32Array[], index: number) {
  return tf.tensor1d(ids[index] as Int32Array, 'int32');
}

/**
 * Takes from the hidden states of the last LSTM layer those that the dense layer reads: of the last timestep, or of
 * every one.
 *
 * @module
 */

import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { BatchInputs } from './batch-inputs.ts';
import type { TensorflowJs } from './tensorflow.ts';

type OutputInputs = Pick<BatchInputs, 'timesteps' | 'size' | 'outputPlaces'>;

/**
 * @param hidden - `[T, B, U]`
 * @returns `[1, output rows, U]`
 */
export function readStates(
  tf: TensorflowJs,
  hidden: Tensor3D,
  { timesteps, outputPlaces }: OutputInputs,
): Tensor3D {
  if (outputPlaces === undefined) return tf.slice(hidden, [timesteps - 1, 0, 0]);
  const units = hidden.shape[2];
  const states = tf.reshape(hidden, [-1, units]) as Tensor2D;
  const read = tf.gather(states, tf.tensor1d(outputPlaces, 'int32'));
  return tf.reshape(read, [1, outputPlaces.length, units]);
}

/**
 * @param by - the gradient by the states that were read, `[1, output rows, U]`
 * @returns the gradient by all hidden states, `[T, B, U]`
 */
export function statesGradient(
  tf: TensorflowJs,
  by: Tensor3D,
  { timesteps, size, outputPlaces }: OutputInputs,
): Tensor3D {
  const units = by.shape[2];
  if (outputPlaces === undefined) {
    return tf.pad(by, [
      [timesteps - 1, 0],
      [0, 0],
      [0, 0],
    ]);
  }
  const rows = tf.reshape(by, [-1, units]) as Tensor2D;
  const places = tf.tensor1d(outputPlaces, 'int32');
  const states = tf.unsortedSegmentSum(rows, places, timesteps * size);
  return tf.reshape(states, [timesteps, size, units]);
}

/**
 * Declares TensorFlow.js as this folder uses it. The library is a parameter everywhere and never
 * imported: the native backend brings a copy of its own, and the tensors of one copy mean nothing to
 * another.
 *
 * @module
 */

import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

export type TensorflowJs = typeof import('@tensorflow/tfjs-core');

export interface Tensorflow {
  readonly tf: TensorflowJs;
  readonly lstm: LstmLayer;
}

/**
 * Computes one LSTM layer over a batch, from states of zero.
 *
 * The tensors that it makes belong to the `tidy` around the call.
 *
 * @param input - `[T, B, I]`
 */
export type LstmLayer = (input: Tensor3D, weights: LstmWeights) => LstmPass;

export interface LstmWeights {
  /**
   * `[I + U, 4·U]`: the kernel above the recurrent kernel, with the gates in the order of Keras: i, f, c,
   * o.
   */
  readonly matrix: Tensor2D;
  /** `[4·U]` */
  readonly bias: Tensor1D;
}

export interface LstmPass {
  /** `[T, B, U]` */
  readonly hidden: Tensor3D;
  /** @param hiddenGradient - `[T, B, U]` */
  gradient(hiddenGradient: Tensor3D): LstmGradient;
}

export interface LstmGradient {
  /** `[T, B, I]` */
  readonly input: Tensor3D;
  /** `[I + U, 4·U]` */
  readonly matrix: Tensor2D;
  /** `[4·U]` */
  readonly bias: Tensor1D;
}

/**
 * Computes the dense layer at the end of a network: the logits of its last hidden states.
 *
 * @module
 */

import type { Kernel, MatrixShape } from '../kernel/kernel.ts';
import type { Learning } from './learning.ts';
import { slotOf, type WeightLayout } from './network-spec.ts';
import type { Workspace } from './workspace.ts';

export class DenseLayer {
  readonly #kernel: Kernel;
  readonly #workspace: Workspace;
  readonly #learning: Learning;
  readonly #slots: WeightLayout['dense'];

  /** @param slots - where the weights of the layer lie in those of `learning` */
  constructor(
    kernel: Kernel,
    workspace: Workspace,
    learning: Learning,
    slots: WeightLayout['dense'],
  ) {
    this.#kernel = kernel;
    this.#workspace = workspace;
    this.#learning = learning;
    this.#slots = slots;
  }

  /**
   * @param hidden - `[size, units]`
   * @returns `[size, outputs]`
   */
  forward(size: number, hidden: Float32Array): Float32Array {
    const { kernel, bias } = this.#slots;
    const { weights } = this.#learning;
    const logits = this.#workspace.floats('logits', size * kernel.columns);
    const shape = this.#shape(size);
    const layer = { weights: slotOf(weights, kernel), bias: slotOf(weights, bias) };
    this.#kernel.dense(shape, hidden, layer, logits);
    return logits;
  }

  /** Adds the gradient of the layer's weights, and returns the gradient by `hidden`. */
  backward(size: number, hidden: Float32Array, logitsGradient: Float32Array): Float32Array {
    const { kernel, bias } = this.#slots;
    const { weights, gradient } = this.#learning;
    const input = this.#workspace.floats('last hidden gradient', size * kernel.rows);
    const shape = this.#shape(size);
    const factors = { input: hidden, weights: slotOf(weights, kernel) };
    this.#kernel.denseGradient(shape, factors, logitsGradient, {
      weights: slotOf(gradient, kernel),
      bias: slotOf(gradient, bias),
      input,
    });
    return input;
  }

  #shape(rows: number): MatrixShape {
    const { kernel } = this.#slots;
    return { rows, inner: kernel.rows, columns: kernel.columns };
  }
}

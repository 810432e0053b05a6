/**
 * Computes, on a kernel, what every engine does after its layers have computed logits and gradients: the
 * loss, the clipping of the norm, and the optimiser. So these formulas stand in one place.
 *
 * @module
 */

import type { Kernel, Loss } from '../kernel/kernel.ts';
import type { UpdateRule } from './engine.ts';
import { headsOf, type NetworkSpec } from './network-spec.ts';
import { Workspace } from './workspace.ts';

export class Learning {
  /** The weights themselves, not a copy: whoever changes them changes the network. */
  readonly weights: Float32Array;
  /** The gradient by all weights, which the engine fills before `update`. */
  readonly gradient: Float32Array;
  readonly #kernel: Kernel;
  readonly #loss: Loss;
  readonly #heads: readonly number[];
  readonly #workspace: Workspace;
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  #iteration = 0;

  constructor(kernel: Kernel, spec: NetworkSpec, weights: Float32Array) {
    this.#kernel = kernel;
    this.#loss = spec.loss;
    this.#heads = headsOf(spec);
    this.#workspace = new Workspace(kernel);
    this.weights = kernel.floats(weights.length);
    this.weights.set(weights);
    this.gradient = kernel.floats(weights.length);
    this.#first = kernel.floats(weights.length);
    this.#second = kernel.floats(weights.length);
  }

  /**
   * Returns the mean loss of a batch.
   *
   * @param logits - `[batch, outputs]`
   * @param targets - `[batch, heads]`
   * @param classWeights - the factor on the gradient of each sample, by its class, as Keras'
   *   `class_weight`; the loss stays as it is
   * @returns the loss and the gradient by the logits, `[batch, outputs]`, which is valid until the next
   *   call
   */
  loss(
    logits: Float32Array,
    targets: Float32Array,
    classWeights?: readonly number[] | undefined,
  ): { readonly loss: number; readonly gradient: Float32Array } {
    const gradient = this.#workspace.floats('logits gradient', logits.length);
    const inputs = {
      logits: this.#copied('logits', logits),
      targets: this.#copied('targets', targets),
    };
    const loss = this.#kernel.loss(this.#loss, this.#heads, inputs, gradient);
    if (classWeights !== undefined) weigh(gradient, targets, classWeights);
    return { loss, gradient };
  }

  /** Updates the weights once by the gradient. */
  update({ optimizer, learningRate, clip }: UpdateRule): void {
    const norm = clip > 0 ? this.#kernel.norm(this.gradient) : 0;
    const gradientScale = norm > clip ? clip / norm : 1;
    this.#iteration++;
    this.#kernel.update(
      { name: optimizer, learningRate, iteration: this.#iteration, gradientScale },
      this.weights,
      this.gradient,
      { first: this.#first, second: this.#second },
    );
  }

  /** Copies values into memory of the kernel, which reads no other. */
  #copied(name: string, values: Float32Array): Float32Array {
    const floats = this.#workspace.floats(name, values.length);
    floats.set(values);
    return floats;
  }
}

/** Multiplies the gradient of each sample, which has one target, by the weight of its class. */
function weigh(
  gradient: Float32Array,
  targets: Float32Array,
  classWeights: readonly number[],
): void {
  const outputs = gradient.length / targets.length;
  for (let at = 0; at < gradient.length; at++) {
    const target = targets[Math.floor(at / outputs)];
    gradient[at] = gradient[at] * classWeights[target];
  }
}

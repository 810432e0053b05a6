/**
 * Runs a network forward and backward, layer by layer, on a kernel.
 *
 * @module
 */

import type { Steps } from '../encode/rows/steps.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Random } from '../random.ts';
import type { Batch } from './batch.ts';
import { DenseLayer } from './dense-layer.ts';
import { dropoutMask } from './dropout.ts';
import { Embedding } from './embedding.ts';
import type { Learning } from './learning.ts';
import { LstmLayer, type LstmPass, type MaskOf } from './lstm-layer.ts';
import { layoutWeights, type NetworkSpec } from './network-spec.ts';
import { Workspace } from './workspace.ts';

/** `WantedOutputs` holds what a network is to learn from a batch. */
export interface WantedOutputs {
  /** The targets `[output rows, heads]` are in the order of the batch. */
  readonly targets: Float32Array;
  /** The gradient of each sample is multiplied by the factor of its class; `undefined` stands for 1. */
  readonly classWeights?: readonly number[] | undefined;
}

/** A pass forward and back computes these results for a batch. */
export interface NetworkGradient {
  readonly loss: number;
  /** `[output rows, outputs]` */
  readonly logits: Float32Array;
}

/** `Forward` holds the results of a forward pass that the backward pass needs. */
interface Forward {
  readonly passes: readonly LstmPass[];
  /** `[output rows, outputs]` */
  readonly logits: Float32Array;
}

/** Returns the number of states of which the dense layer makes outputs. */
function outputRows({ outputPlaces, size }: Batch): number {
  return outputPlaces?.length ?? size;
}

const NO_MASK: MaskOf = () => undefined;

export class Network {
  readonly #kernel: Kernel;
  readonly #spec: NetworkSpec;
  readonly #learning: Learning;
  readonly #workspace: Workspace;
  readonly #embedding: Embedding;
  readonly #layers: readonly LstmLayer[];
  readonly #dense: DenseLayer;

  /** @param learning - holds the weights and their gradient */
  constructor(kernel: Kernel, spec: NetworkSpec, learning: Learning) {
    const { embeddings, layers, dense } = layoutWeights(spec);
    const workspace = new Workspace(kernel);
    this.#kernel = kernel;
    this.#spec = spec;
    this.#learning = learning;
    this.#workspace = workspace;
    this.#embedding = new Embedding(kernel, spec, embeddings, workspace);
    this.#layers = layers.map((slots, index) => {
      const place = { index, isLast: index === layers.length - 1 };
      return new LstmLayer({ kernel, workspace, learning }, slots, place);
    });
    this.#dense = new DenseLayer(kernel, workspace, learning, dense);
  }

  /** Returns the logits of a batch, `[output rows, outputs]`; they are valid until the next call. */
  predict(steps: Steps, batch: Batch): Float32Array {
    let input = this.#embedding.forward(steps, batch, this.#learning.weights);
    for (const layer of this.#layers) input = layer.predict(batch, input);
    return this.#dense.forward(outputRows(batch), input);
  }

  /**
   * Returns the loss of a batch, and leaves its gradient by all weights in `learning`.
   *
   * @param random - deals the dropout masks
   */
  gradient(
    steps: Steps,
    batch: Batch,
    { targets, classWeights }: WantedOutputs,
    random: Random,
  ): NetworkGradient {
    const { dropout, embeddings } = this.#spec;
    const forward = this.#forward(steps, batch, (layer, length) =>
      dropoutMask(dropout, this.#workspace.floats(`mask ${layer}`, length), random),
    );
    const { logits } = forward;
    const { loss, gradient } = this.#learning.loss(logits, targets, classWeights);
    const inputGradient = this.#backward(batch, forward, gradient, embeddings.length > 0);
    this.#embedding.backward(steps, batch, inputGradient, this.#learning.gradient);
    return { loss, logits };
  }

  /**
   * Returns the gradient of a function of the logits by the inputs of each distinct step, `[distinct steps,
   * inputs]`, which is valid until the next call. It spoils the gradient in `learning`.
   *
   * @param gradientAt - returns the gradient by the logits, both `[output rows, outputs]`
   */
  inputGradient(
    steps: Steps,
    batch: Batch,
    gradientAt: (logits: Float32Array) => Float32Array,
  ): Float32Array {
    const forward = this.#forward(steps, batch, NO_MASK);
    const gradient = this.#workspace.floats('asked gradient', forward.logits.length);
    gradient.set(gradientAt(forward.logits));
    return this.#backward(batch, forward, gradient, true);
  }

  #forward(steps: Steps, batch: Batch, maskOf: MaskOf): Forward {
    const passes: LstmPass[] = [];
    let input = this.#embedding.forward(steps, batch, this.#learning.weights);
    for (const layer of this.#layers) {
      const pass = layer.forward(batch, input, maskOf);
      passes.push(pass);
      input = pass.output;
    }
    return { passes, logits: this.#dense.forward(outputRows(batch), input) };
  }

  /**
   * Leaves the gradient by all weights but embeddings in `learning`, and returns the gradient by the
   * input.
   */
  #backward(
    batch: Batch,
    { passes }: Forward,
    logitsGradient: Float32Array,
    isInputAsked: boolean,
  ): Float32Array {
    this.#kernel.clear(this.#learning.gradient);
    const last = passes.at(-1)?.output ?? new Float32Array(0);
    let gradient = this.#dense.backward(outputRows(batch), last, logitsGradient);
    for (const [index, layer] of [...this.#layers.entries()].reverse()) {
      gradient = layer.backward(passes[index] as LstmPass, gradient, index > 0 || isInputAsked);
    }
    return gradient;
  }
}

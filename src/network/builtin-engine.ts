/**
 * Trains and applies networks with a kernel of this project.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';
import { ownWindows } from '../encode/rows/window-scale.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Random } from '../random.ts';
import { type Batch, BatchBuilder } from './batch.ts';
import { predictInBatches, sortTargets, unsortLogits } from './batch-order.ts';
import type { BatchResult, Engine, TrainingBatch, UpdateRule } from './engine.ts';
import { Learning } from './learning.ts';
import { Network } from './network.ts';
import type { NetworkSpec } from './network-spec.ts';
import { longestOf, predictedSize } from './prediction-size.ts';
import { Workspace } from './workspace.ts';

export type BuiltinFactory = (spec: NetworkSpec, weights: Float32Array) => Promise<BuiltinEngine>;

export class BuiltinEngine implements Engine {
  readonly network: NetworkSpec;
  readonly kernel: Kernel;
  readonly #learning: Learning;
  readonly #passes: Network;
  readonly #workspace: Workspace;
  #builder: { readonly sequences: Sequences; readonly batches: BatchBuilder } | undefined;

  constructor(kernel: Kernel, spec: NetworkSpec, weights: Float32Array) {
    this.network = spec;
    this.kernel = kernel;
    this.#learning = new Learning(kernel, spec, weights);
    this.#workspace = new Workspace(kernel);
    this.#passes = new Network(kernel, spec, this.#learning);
  }

  train(
    sequences: Sequences,
    { samples, targets }: TrainingBatch,
    rule: UpdateRule,
    random: Random,
  ): BatchResult {
    const own = ownWindows(sequences, samples);
    const batch = this.#batch(own.sequences, own.samples);
    const sorted = sortTargets(batch, targets);
    const wanted = { targets: sorted, classWeights: rule.classWeights };
    const { loss, logits } = this.#passes.gradient(own.sequences.steps, batch, wanted, random);
    this.#learning.update(rule);
    return { loss, logits: unsortLogits(batch, logits, this.network.outputs) };
  }

  async close(): Promise<void> {
    await this.kernel.close?.();
  }

  predict(sequences: Sequences, samples: Int32Array): Float32Array {
    const longest = longestOf(sequences, samples);
    const sizeFrom = (sample: number): number => predictedSize(sequences.lengths[sample], longest);
    return predictInBatches(this.network, { sequences, samples }, sizeFrom, (part) => {
      const own = ownWindows(sequences, part);
      const batch = this.#batch(own.sequences, own.samples);
      const logits = this.#passes.predict(own.sequences.steps, batch);
      return unsortLogits(batch, logits, this.network.outputs);
    });
  }

  /**
   * Returns the gradient of a function of the logits by the inputs of the first LSTM layer.
   *
   * @param samples - sequences of one length that share no step
   * @param gradientAt - returns the gradient by the logits, both `[samples, outputs]`
   * @returns `[samples, timesteps, inputs]`, valid until the next call
   */
  inputGradient(
    sequences: Sequences,
    samples: Int32Array,
    gradientAt: (logits: Float32Array) => Float32Array,
  ): Float32Array {
    return this.#passes.inputGradient(sequences.steps, this.#batch(sequences, samples), gradientAt);
  }

  weights(): Float32Array {
    return this.#learning.weights.slice();
  }

  setWeights(weights: Float32Array): void {
    this.#learning.weights.set(weights);
  }

  #batch(sequences: Sequences, samples: Int32Array): Batch {
    if (this.#builder?.sequences !== sequences) {
      this.#builder = { sequences, batches: new BatchBuilder(this.#workspace, sequences) };
    }
    const { batches } = this.#builder;
    return this.network.outputsAt === 'every'
      ? batches.buildEvery(samples)
      : batches.build(samples);
  }
}

/**
 * The engine of this project: batches of sequences on a kernel.
 *
 * @module
 */

import type { Sequences } from '../../encode/steps.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Random } from '../../random.ts';
import { type Batch, BatchBuilder } from './batch.ts';
import type { BatchResult, Engine, UpdateRule } from './engine.ts';
import { Network } from './network.ts';
import type { NetworkSpec } from './network-spec.ts';
import { Workspace } from './workspace.ts';

/** Timesteps in one batch of predictions: bounds the memory of its states. */
const PREDICTED_TIMESTEPS = 16_384;

export class BuiltinEngine implements Engine {
  readonly #kernel: Kernel;
  readonly #network: Network;
  readonly #workspace: Workspace;
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  readonly #outputs: number;
  #iteration = 0;
  #builder: { readonly sequences: Sequences; readonly batches: BatchBuilder } | undefined;

  constructor(kernel: Kernel, spec: NetworkSpec, weights: Float32Array) {
    this.#kernel = kernel;
    this.#workspace = new Workspace(kernel);
    this.#network = new Network(kernel, spec, weights);
    this.#first = kernel.floats(weights.length);
    this.#second = kernel.floats(weights.length);
    this.#outputs = spec.outputs;
  }

  train(
    sequences: Sequences,
    samples: Int32Array,
    targets: Float32Array,
    rule: UpdateRule,
    random: Random,
  ): BatchResult {
    const batch = this.#batch(sequences, samples);
    const { loss, logits, gradient } = this.#network.gradient(
      sequences.steps,
      batch,
      this.#sorted(batch, targets),
      random,
    );
    this.#update(gradient, rule);
    return { loss, logits: this.#unsorted(batch, logits) };
  }

  predict(sequences: Sequences, samples: Int32Array): Float32Array {
    const out = new Float32Array(samples.length * this.#outputs);
    for (let first = 0; first < samples.length; ) {
      const size = this.#predictedSize(sequences, samples[first] as number);
      const part = samples.subarray(first, first + size);
      const batch = this.#batch(sequences, part);
      const logits = this.#network.predict(sequences.steps, batch);
      out.set(this.#unsorted(batch, logits), first * this.#outputs);
      first += part.length;
    }
    return out;
  }

  weights(): Float32Array {
    return this.#network.weights.slice();
  }

  setWeights(weights: Float32Array): void {
    this.#network.weights.set(weights);
  }

  #predictedSize({ lengths }: Sequences, sample: number): number {
    const size = Math.floor(PREDICTED_TIMESTEPS / (lengths[sample] as number));
    return Math.max(8, Math.min(512, size));
  }

  #batch(sequences: Sequences, samples: Int32Array): Batch {
    if (this.#builder?.sequences !== sequences) {
      this.#builder = { sequences, batches: new BatchBuilder(this.#workspace, sequences) };
    }
    return this.#builder.batches.build(samples);
  }

  #update(gradient: Float32Array, { optimizer, learningRate, clip }: UpdateRule): void {
    const norm = clip > 0 ? this.#kernel.norm(gradient) : 0;
    const gradientScale = norm > clip ? clip / norm : 1;
    this.#iteration++;
    this.#kernel.update(
      { name: optimizer, learningRate, iteration: this.#iteration, gradientScale },
      this.#network.weights,
      gradient,
      { first: this.#first, second: this.#second },
    );
  }

  #sorted({ positions }: Batch, targets: Float32Array): Float32Array {
    const sorted = this.#workspace.floats('targets', positions.length);
    for (const [b, position] of positions.entries()) sorted[b] = targets[position] as number;
    return sorted;
  }

  /** Logits in the order of the samples. */
  #unsorted({ positions }: Batch, logits: Float32Array): Float32Array {
    const out = new Float32Array(positions.length * this.#outputs);
    for (const [b, position] of positions.entries()) {
      const row = logits.subarray(b * this.#outputs, (b + 1) * this.#outputs);
      out.set(row, position * this.#outputs);
    }
    return out;
  }
}

/**
 * The engine that computes the layers of a network in TensorFlow.
 *
 * @module
 */

import type { Sequences } from '../encode/steps.ts';
import type { BatchResult, Engine, UpdateRule } from '../model/network/engine.ts';
import type { Learning } from '../model/network/learning.ts';
import type { NetworkSpec } from '../model/network/network-spec.ts';
import type { Random } from '../random.ts';
import { type BatchInputs, batchInputs } from './batch-inputs.ts';
import { Layers } from './layers.ts';
import type { Tensorflow } from './tensorflow.ts';

/** Floats of states in one batch of predictions, 64 MB. */
const PREDICTED_FLOATS = 2 ** 24;

/** TensorFlow keeps seven states of a unit at every timestep, and its input is of that size too. */
const STATES = 8;

export class TensorflowEngine implements Engine {
  readonly #layers: Layers;
  readonly #learning: Learning;
  readonly #outputs: number;
  readonly #widest: number;

  /** @param learning - with the weights to start from */
  constructor(tensorflow: Tensorflow, spec: NetworkSpec, learning: Learning) {
    this.#layers = new Layers(tensorflow, spec);
    this.#learning = learning;
    this.#outputs = spec.outputs;
    this.#widest = Math.max(...spec.units);
  }

  train(
    sequences: Sequences,
    samples: Int32Array,
    targets: Float32Array,
    rule: UpdateRule,
    random: Random,
  ): BatchResult {
    const { weights, gradient } = this.#learning;
    const inputs = batchInputs(sequences, samples);
    const sorted = sortedTargets(inputs, targets);
    let result: BatchResult = { loss: Number.NaN, logits: new Float32Array(0) };
    const lossGradient = (logits: Float32Array): Float32Array => {
      const { loss, gradient: byLogits } = this.#learning.loss(logits, sorted);
      result = { loss, logits: this.#unsorted(inputs, logits) };
      return byLogits;
    };
    this.#layers.gradient(weights, inputs, random, lossGradient, gradient);
    this.#learning.update(rule);
    return result;
  }

  predict(sequences: Sequences, samples: Int32Array): Float32Array {
    const out = new Float32Array(samples.length * this.#outputs);
    for (let first = 0; first < samples.length; ) {
      const size = this.#predictedSize(sequences, samples[first] as number);
      const part = samples.subarray(first, first + size);
      const inputs = batchInputs(sequences, part);
      const logits = this.#layers.predict(this.#learning.weights, inputs);
      out.set(this.#unsorted(inputs, logits), first * this.#outputs);
      first += part.length;
    }
    return out;
  }

  weights(): Float32Array {
    return this.#learning.weights.slice();
  }

  setWeights(weights: Float32Array): void {
    this.#learning.weights.set(weights);
  }

  #predictedSize({ lengths }: Sequences, sample: number): number {
    const floats = STATES * this.#widest * (lengths[sample] as number);
    return Math.max(8, Math.min(512, Math.floor(PREDICTED_FLOATS / floats)));
  }

  /** Logits in the order of the samples. */
  #unsorted({ positions }: BatchInputs, logits: Float32Array): Float32Array {
    const out = new Float32Array(logits.length);
    for (const [b, position] of positions.entries()) {
      const row = logits.subarray(b * this.#outputs, (b + 1) * this.#outputs);
      out.set(row, position * this.#outputs);
    }
    return out;
  }
}

function sortedTargets({ positions }: BatchInputs, targets: Float32Array): Float32Array {
  return Float32Array.from(positions, (position) => targets[position] as number);
}

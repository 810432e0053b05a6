/**
 * Trains and applies a network whose layers TensorFlow computes.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';
import { ownWindows } from '../encode/rows/window-scale.ts';
import { predictInBatches, sortTargets, unsortLogits } from '../network/batch-order.ts';
import type { BatchResult, Engine, TrainingBatch, UpdateRule } from '../network/engine.ts';
import type { Learning } from '../network/learning.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import { boundedSize } from '../network/prediction-size.ts';
import type { Random } from '../random.ts';
import { type BatchInputs, batchInputs, everyStepInputs } from './batch-inputs.ts';
import { Layers } from './layers.ts';
import type { Tensorflow } from './tensorflow.ts';

/** A batch of predictions has at most this many floats of states, which are 64 MB. */
const PREDICTED_FLOATS = 2 ** 24;

/** TensorFlow keeps seven states of a unit at every timestep, and its input has that size too. */
const STATES = 8;

export class TensorflowEngine implements Engine {
  readonly network: NetworkSpec;
  readonly #layers: Layers;
  readonly #learning: Learning;
  readonly #widest: number;

  /** @param learning - holds the weights to start from */
  constructor(tensorflow: Tensorflow, spec: NetworkSpec, learning: Learning) {
    this.network = spec;
    this.#layers = new Layers(tensorflow, spec);
    this.#learning = learning;
    this.#widest = Math.max(...spec.units);
  }

  train(
    sequences: Sequences,
    { samples, targets }: TrainingBatch,
    rule: UpdateRule,
    random: Random,
  ): BatchResult {
    const own = ownWindows(sequences, samples);
    const inputs = this.#inputs(own.sequences, own.samples);
    const sorted = sortTargets(inputs, targets);
    let result: BatchResult = { loss: Number.NaN, logits: new Float32Array(0) };
    const lossGradient = (logits: Float32Array): Float32Array => {
      const { loss, gradient: byLogits } = this.#learning.loss(logits, sorted, rule.classWeights);
      result = { loss, logits: unsortLogits(inputs, logits, this.network.outputs) };
      return byLogits;
    };
    this.#layers.gradient(this.#learning, inputs, random, lossGradient);
    this.#learning.update(rule);
    return result;
  }

  predict(sequences: Sequences, samples: Int32Array): Float32Array {
    const sizeFrom = (sample: number): number => this.#predictedSize(sequences, sample);
    return predictInBatches(this.network, { sequences, samples }, sizeFrom, (batch) => {
      const own = ownWindows(sequences, batch);
      const inputs = this.#inputs(own.sequences, own.samples);
      const logits = this.#layers.predict(this.#learning.weights, inputs);
      return unsortLogits(inputs, logits, this.network.outputs);
    });
  }

  weights(): Float32Array {
    return this.#learning.weights.slice();
  }

  setWeights(weights: Float32Array): void {
    this.#learning.weights.set(weights);
  }

  #inputs(sequences: Sequences, samples: Int32Array): BatchInputs {
    const inputsOf = this.network.outputsAt === 'every' ? everyStepInputs : batchInputs;
    return inputsOf(sequences, samples);
  }

  #predictedSize({ lengths }: Sequences, sample: number): number {
    const floats = STATES * this.#widest * (lengths[sample] as number);
    return boundedSize(PREDICTED_FLOATS / floats);
  }
}

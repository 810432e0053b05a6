/**
 * Declares an engine, which trains and applies a network. The results of engines differ by no more than
 * the rounding of float32.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';
import type { Optimizer } from '../kernel/kernel.ts';
import type { Random } from '../random.ts';
import type { NetworkSpec } from './network-spec.ts';

/** The rule by which one update changes the weights. */
export interface UpdateRule {
  readonly optimizer: Optimizer['name'];
  readonly learningRate: number;
  /** The gradient is clipped to this global norm; 0 stands for no limit. */
  readonly clip: number;
  /** The factor on the gradient of each sample, by its class; `undefined` stands for 1. */
  readonly classWeights?: readonly number[] | undefined;
}

export interface BatchResult {
  /** The mean loss of the batch, before the update and without class weights. */
  readonly loss: number;
  /** The logits, `[batch, outputs]`, in the order of the samples; valid until the next call. */
  readonly logits: Float32Array;
}

export interface Engine {
  /** The network whose weights the engine holds. */
  readonly network: NetworkSpec;

  /**
   * Updates the weights once.
   *
   * @param samples - the sequences of the batch
   * @param targets - `[batch, heads]`: class indexes or numbers, in the order of the samples
   * @param random - gives the dropout masks
   */
  train(
    sequences: Sequences,
    samples: Int32Array,
    targets: Float32Array,
    rule: UpdateRule,
    random: Random,
  ): BatchResult;

  /** Returns the logits of classes, or the outputs for numbers: `[samples, outputs]`. */
  predict(sequences: Sequences, samples: Int32Array): Float32Array;

  /** Returns a copy of the weights, in the order of `layoutWeights`. */
  weights(): Float32Array;

  setWeights(weights: Float32Array): void;
}

export type EngineFactory = (spec: NetworkSpec, weights: Float32Array) => Promise<Engine>;

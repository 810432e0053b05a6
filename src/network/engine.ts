/**
 * An engine trains and applies a network. Engines differ in speed, not in results beyond float32.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';
import type { Kernel, Optimizer } from '../kernel/kernel.ts';
import type { Random } from '../random.ts';
import type { NetworkSpec } from './network-spec.ts';

/** Says how one update changes the weights. */
export interface UpdateRule {
  readonly optimizer: Optimizer['name'];
  readonly learningRate: number;
  /** The largest global norm of the gradient; 0 for no limit. */
  readonly clip: number;
  /** The factor on the gradient of each sample, by its class; `undefined` for 1. */
  readonly classWeights?: readonly number[] | undefined;
}

export interface TrainingBatch {
  /** The sequences of the batch. */
  readonly samples: Int32Array;
  /**
   * `[batch, heads]`: class indexes or numbers, in the order of the samples. Where each timestep has outputs there
   * are targets for each, `[timesteps of all samples, heads]`.
   */
  readonly targets: Float32Array;
}

export interface BatchResult {
  /** The mean over all targets' samples or timesteps, before the update and without class weights. */
  readonly loss: number;
  /** The logits in the shape and the order that `predict` has; valid until the next call. */
  readonly logits: Float32Array;
}

/** A predictor applies a network that is trained. */
export interface Predictor {
  /** The network that the weights are of. */
  readonly network: NetworkSpec;
  /** Computes what is read beside the network, on the calling thread; absent where the engine has no kernel for it. */
  readonly kernel?: Kernel | undefined;

  /**
   * Returns the logits (classes) or outputs (numbers) of sequences, `[samples, outputs]`. A network with outputs at
   * every timestep gives `[timesteps of all samples, outputs]`, one sample after the other.
   */
  predict(sequences: Sequences, samples: Int32Array): Float32Array;
}

export interface Engine extends Predictor {
  /**
   * Makes one update.
   *
   * @param random - deals the dropout masks
   */
  train(sequences: Sequences, batch: TrainingBatch, rule: UpdateRule, random: Random): BatchResult;

  /** Returns a copy of the weights, in the order of `layoutWeights`. */
  weights(): Float32Array;

  setWeights(weights: Float32Array): void;

  /** Gives back what the process would hold until its end; the engine computes nothing afterwards. */
  close?(): Promise<void>;
}

export type EngineFactory = (spec: NetworkSpec, weights: Float32Array) => Promise<Engine>;

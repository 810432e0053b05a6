/**
 * Tells how much memory and time engines take. Every estimate asks here.
 *
 * The rates are measured, on one core of a server of 2024: another machine may take half as long or
 * twice. `bench/parts/estimates.ts` shows estimates and figures side by side.
 *
 * @module
 */

import {
  inputWidth,
  layoutWeights,
  multiplyAdds,
  type NetworkSpec,
  outputSteps,
} from './network-spec.ts';
import { FEWEST_PREDICTED, PREDICTED_TIMESTEPS } from './prediction-size.ts';

/** A `Pass` describes the training sequences that an engine learns from in one epoch. */
export interface Pass {
  readonly sequences: number;
  /** All these sequences have this many timesteps together. */
  readonly timesteps: number;
}

export interface EngineCost {
  /** The engine takes this much memory before it has a network. */
  readonly ownBytes: number;
  /** @param timesteps - the timesteps of a full sequence */
  trainingBytes(network: NetworkSpec, batchSize: number, timesteps: number): number;
  /** @param timesteps - the timesteps of the longest sequence */
  predictionBytes(network: NetworkSpec, timesteps: number): number;
  /** Returns the seconds that one thread takes for the updates of a pass. */
  passSeconds(network: NetworkSpec, pass: Pass): number;
}

/** An update takes as long as this many passes forward: one, and a pass back that costs twice as much. */
const PASSES = 3;

/** Returns the multiply-adds of the updates of a pass over sequences of so many timesteps in all. */
export function passWork(network: NetworkSpec, timesteps: number): number {
  return PASSES * timesteps * multiplyAdds(network);
}

const FLOAT_BYTES = 4;

/**
 * There are this many floats for each unit, timestep and sequence: four gates, cell, tanh, hidden state
 * and its gradient.
 */
const STATES = 8;

/** There are this many floats for each unit and distinct row: its four gates' inputs and their gradient. */
const PROJECTIONS = 8;

/** There are this many floats for each output and sequence, or timestep: logits, gradient, probabilities, a copy. */
const LOGITS = 4;

/** The weights are held this many times: themselves, their gradient, two moments, the best so far. */
const TRAINED_COPIES = 5;

function trainingBytes(network: NetworkSpec, batchSize: number, timesteps: number): number {
  const inputs =
    network.features + network.embeddings.reduce((sum, { width }) => sum + 2 * width, 0);
  const cells = batchSize * timesteps;
  const logits = batchSize * outputSteps(network, timesteps) * network.outputs;
  const floats =
    LOGITS * logits +
    cells * (unitCount(network) * (STATES + PROJECTIONS) + inputs) +
    TRAINED_COPIES * layoutWeights(network).count;
  return FLOAT_BYTES * floats;
}

/**
 * There are this many floats for each unit and timestep of a prediction: the inputs of four gates, the hidden state,
 * and the one that is read.
 */
const PREDICTED_STATES = 6;

/**
 * An engine that predicts holds the weights this many times: as they were read, in the engine, and in
 * what it keeps for training.
 */
const PREDICTING_COPIES = 6;

function predictionBytes(network: NetworkSpec, timesteps: number): number {
  const cells = Math.max(PREDICTED_TIMESTEPS, FEWEST_PREDICTED * timesteps);
  const logits = network.outputsAt === 'every' ? 2 * cells * network.outputs : 0;
  const floats =
    logits +
    cells * (unitCount(network) * PREDICTED_STATES + inputWidth(network)) +
    PREDICTING_COPIES * layoutWeights(network).count;
  return FLOAT_BYTES * floats;
}

function unitCount({ units }: Pick<NetworkSpec, 'units'>): number {
  return units.reduce((sum, layer) => sum + layer, 0);
}

/** The rates are in seconds of one thread while it trains. */
const PER_MULTIPLY_ADD = 1 / 15e9;
const PER_TIMESTEP = 0.14e-6;
const PER_SEQUENCE = 2.4e-6;
/** An output at every timestep takes so long, with its part of the dense layer, of the loss and of validation. */
const PER_OUTPUT = 12e-9;

function passSeconds(network: NetworkSpec, { sequences, timesteps }: Pass): number {
  const perTimestep = PER_TIMESTEP + PASSES * multiplyAdds(network) * PER_MULTIPLY_ADD;
  const ofOutputs = network.outputsAt === 'every' ? network.outputs * PER_OUTPUT : 0;
  return timesteps * (perTimestep + ofOutputs) + sequences * PER_SEQUENCE;
}

const builtin: EngineCost = { ownBytes: 0, trainingBytes, predictionBytes, passSeconds };

/** TensorFlow differs by its libraries, which are loaded whole; its times are estimated as our own. */
const tensorflow: EngineCost = { ...builtin, ownBytes: 450 * 2 ** 20 };

/** Each value of the option `engine` has the costs of that engine. */
export const engineCosts = { builtin, tensorflow } as const;

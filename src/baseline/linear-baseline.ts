/**
 * Fits the linear model that an LSTM must beat on the same inputs, and says what every baseline is. All of
 * them learn from training examples alone.
 *
 * @module
 */

import { evenlySpaced } from '../encode/rows/row-lists.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import { targetsOf } from '../model/examples.ts';
import type { Context } from '../network/context.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import { Workspace } from '../network/workspace.ts';
import { createInputs, type InputMemory, type LinearShape } from '../readings/linear-inputs.ts';
import type { EncoderKind } from '../readings/reading.ts';
import { readingOf } from '../readings/table.ts';
import { centre, uncentred } from './centred.ts';
import { isWorthKernel, kernelLayer, plainLayer } from './fitted-layer.ts';
import { fitLinear, fitWork, workPerExample } from './linear-model.ts';
import { plainArithmetic } from './plain-arithmetic.ts';
import { ridgeSolver, ridgeWork } from './ridge-solution.ts';

export interface BaselineExamples {
  /** The encoder that made the sequences. */
  readonly encoder: { readonly kind: EncoderKind };
  readonly sequences: Sequences;
  readonly training: Int32Array;
  /** The target of each sequence: a class index or a standardised number. */
  readonly targets: Float32Array;
  /** The linear model of these examples, where it is fitted already. */
  readonly linear?: LinearModel | undefined;
}

/** Baselines share this with the network that they are compared with. */
export type BaselineNetwork = Pick<NetworkSpec, 'embeddings' | 'loss' | 'outputs'>;

export interface Baseline {
  readonly name: string;
  /** Returns logits `[samples, outputs]`, or standardised numbers. */
  readonly predict: (samples: Int32Array) => Promise<Float32Array>;
}

/** The linear model learns from this many examples at most, taken evenly. */
const MAX_EXAMPLES = 200_000;

/** The inputs of those examples are at most this many numbers: 48 MB. */
const MAX_INPUTS = 12e6;

/**
 * A pass over those examples makes at most this many multiply-adds, which take some hundredths of a
 * second.
 */
const MAX_WORK = 3e7;

/** Beyond this many weights of one-hot columns, columns share them ("feature hashing"). */
const MAX_ONE_HOT_WEIGHTS = 1e6;

/** This many inputs are written at once. */
const PART_INPUTS = 1e5;

/** A linear model of summaries of sequences. */
export interface LinearModel {
  readonly shape: Pick<LinearShape, 'dense' | 'columns'>;
  /** The weights lie as `linearWeightCount` says. */
  readonly weights: Float64Array;
}

/** A linear model, and the encoder and network whose sequences it reads. */
export interface SummarisedModel extends LinearModel {
  readonly encoder: { readonly kind: EncoderKind };
  readonly network: Pick<NetworkSpec, 'embeddings' | 'outputs'>;
  /**
   * The kernel that computes, and in whose memory the weights are; plain TypeScript computes where it is left
   * out.
   */
  readonly workspace?: Workspace | undefined;
}

/** Returns what the inputs of the linear model of these examples look like. */
export function linearShape(
  { encoder, sequences, training }: Omit<BaselineExamples, 'targets'>,
  network: BaselineNetwork,
): LinearShape {
  const maxColumns = Math.floor(MAX_ONE_HOT_WEIGHTS / network.outputs);
  return readingOf(encoder).summary.shape({ sequences, samples: training }, network, maxColumns);
}

/** A kernel takes this part of the time of plain TypeScript. */
const ON_KERNEL = 0.65;

/**
 * Returns the multiply-adds that fitting a linear model to these examples takes at most, in the time of which plain
 * TypeScript makes so many.
 */
export function linearFitWork(
  examples: Omit<BaselineExamples, 'targets'>,
  network: BaselineNetwork,
): number {
  const shape = countedShape(examples, network);
  const solution = solutionWork(shape, network);
  if (Number.isFinite(solution)) return solution;
  const work = fitWork(shape, network.outputs);
  return isWorthKernel(shape, shape.count, network.outputs) ? ON_KERNEL * work : work;
}

/** Tells whether linear models of these examples are solved for, if all targets are known. */
export function isSolved(
  examples: Omit<BaselineExamples, 'targets'>,
  network: BaselineNetwork,
): boolean {
  return Number.isFinite(solutionWork(countedShape(examples, network), network));
}

function solutionWork(
  shape: LinearShape & { readonly count: number },
  { loss, outputs }: BaselineNetwork,
): number {
  return loss === 'mean_squared_error' ? ridgeWork(shape, outputs) : Number.POSITIVE_INFINITY;
}

/** Returns the shape of the inputs of a fit, and how many there are. */
function countedShape(
  examples: Omit<BaselineExamples, 'targets'>,
  network: BaselineNetwork,
): LinearShape & { readonly count: number } {
  const shape = linearShape(examples, network);
  const count = Math.min(examples.training.length, mostExamples(shape, network.outputs));
  return { ...shape, count };
}

/** Fits logistic regression or ridge on summaries of the sequences. */
export async function fitLinearModel(
  examples: BaselineExamples,
  network: BaselineNetwork,
  context: Context,
  penalty = 1,
): Promise<LinearModel> {
  const [model] = await fitLinearModels(examples, network, context, [penalty]);
  return model as LinearModel;
}

/** Fits one for each penalty: solves for it where it can, or begins from the one before. */
export async function fitLinearModels(
  examples: BaselineExamples,
  network: BaselineNetwork,
  context: Context,
  penalties: readonly number[],
): Promise<LinearModel[]> {
  const { encoder, sequences, training } = examples;
  const { loss, outputs } = network;
  const { summary } = readingOf(encoder);
  const shape = linearShape(examples, network);
  const samples = evenlySpaced(training, mostExamples(shape, outputs));
  const isWorth = isWorthKernel(shape, samples.length, outputs);
  const isIterated = !isSolved(examples, network);
  const kernel = isWorth || isIterated ? context.createKernel?.() : undefined;
  const inputs = createInputs(shape, samples.length, kernel);
  const workspace = kernel && new Workspace(kernel);
  for (const [first, part] of parts(samples, shape)) {
    summary.write({ sequences, samples: part }, network, { inputs, first, workspace });
    await context.breathe();
  }
  const wanted = targetsOf(examples, samples);
  const layer =
    kernel && isWorth
      ? kernelLayer(kernel, inputs, outputs)
      : plainLayer(inputs, outputs, kernel?.linear);
  const means = centre(inputs);
  const solve = loss === 'mean_squared_error' ? ridgeSolver(inputs, wanted, outputs) : undefined;
  const models: LinearModel[] = [];
  let start: Float64Array | undefined;
  for (const penalty of penalties) {
    const task = { loss, outputs, penalty, start, layer, arithmetic: kernel?.linear };
    start = solve ? solve(penalty) : await fitLinear(inputs, wanted, task, context);
    await context.breathe();
    models.push({ shape, weights: uncentred(start, means, shape, outputs) });
  }
  return models;
}

/** Returns what predicts with a linear model: that of the examples, or one that is fitted to them. */
export async function fitLinearBaseline(
  examples: BaselineExamples,
  network: BaselineNetwork,
  context: Context,
): Promise<Baseline['predict']> {
  const { encoder, sequences } = examples;
  const own = examples.linear ?? (await fitLinearModel(examples, network, context));
  const model = { encoder, network, ...own };
  return (samples) => predictLinear(model, sequences, samples, context);
}

/** Returns what a linear model says of sequences, `[samples, outputs]`. */
export async function predictLinear(
  model: SummarisedModel,
  sequences: Sequences,
  samples: Int32Array,
  context: Context,
): Promise<Float32Array> {
  const { outputs } = model.network;
  const out = new Float32Array(samples.length * outputs);
  for (const [first, part] of parts(samples, shapeOf(model, sequences, samples))) {
    out.set(linearOutputs(model, sequences, part), first * outputs);
    await context.breathe();
  }
  return out;
}

/** Does so at once. */
export function linearOutputs(
  model: SummarisedModel,
  sequences: Sequences,
  samples: Int32Array,
): Float32Array {
  const { encoder, network, weights, workspace } = model;
  const { outputs } = network;
  const out = new Float32Array(samples.length * outputs);
  const shape = shapeOf(model, sequences, samples);
  const { summary } = readingOf(encoder);
  const memory = workspace && sharedMemory(workspace);
  const arithmetic = workspace?.kernel.linear ?? plainArithmetic;
  for (const [first, part] of parts(samples, shape)) {
    const inputs = createInputs(shape, part.length, memory);
    summary.write({ sequences, samples: part }, network, { inputs, first: 0, workspace });
    const length = part.length * outputs;
    const logits = workspace?.floats('linear logits', length) ?? new Float32Array(length);
    arithmetic.logits(inputs, outputs, weights, logits);
    out.set(logits, first * outputs);
  }
  return out;
}

/** Hands out the same memory of the kernel for the inputs of each part. */
function sharedMemory(workspace: Workspace): InputMemory {
  return {
    floats: (length) => {
      const floats = workspace.floats('linear inputs', length);
      workspace.kernel.clear(floats);
      return floats;
    },
    integers: (length) => workspace.integers('linear indexes', length).fill(0),
  };
}

/** Returns the shape of the inputs of these samples, of which some have more one-hot columns than others. */
function shapeOf(
  { encoder, network, shape: { dense, columns } }: SummarisedModel,
  sequences: Sequences,
  samples: Int32Array,
): LinearShape {
  const { ones } = readingOf(encoder).summary.shape({ sequences, samples }, network, columns);
  return { dense, columns, ones };
}

function mostExamples(shape: LinearShape, outputs: number): number {
  const byInputs = MAX_INPUTS / Math.max(1, shape.dense + shape.ones);
  const byWork = MAX_WORK / workPerExample(shape, outputs);
  return Math.max(1, Math.floor(Math.min(MAX_EXAMPLES, byInputs, byWork)));
}

/** Yields the samples in parts of bounded memory, each with the position of its first sample. */
function* parts(
  samples: Int32Array,
  { dense, ones }: LinearShape,
): Generator<[first: number, part: Int32Array]> {
  const length = Math.max(1, Math.floor(PART_INPUTS / Math.max(1, dense + ones)));
  for (let first = 0; first < samples.length; first += length) {
    yield [first, samples.subarray(first, first + length)];
  }
}

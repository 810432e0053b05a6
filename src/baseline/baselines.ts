/**
 * The simple models that an LSTM must beat: the commonest class or the mean, the entity's last value, and
 * a linear model on the same inputs. All of them learn from training examples alone.
 *
 * @module
 */

import { evenlySpaced } from '../encode/rows/row-lists.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import { constantName } from '../evaluate/figure-evidence.ts';
import { classProbabilities, predictedClass } from '../evaluate/probabilities.ts';
import { EVEN_CHANCE } from '../evaluate/threshold.ts';
import { targetsOf } from '../model/examples.ts';
import { type ClassTarget, classCounts, type LabelledTarget } from '../model/target.ts';
import type { Context } from '../network/context.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import { createInputs, type LinearShape } from '../readings/linear-inputs.ts';
import { summaryShape, writeSummaries } from '../readings/window-summary.ts';
import { linearLogits } from './linear-layer.ts';
import { fitLinear, workPerExample } from './linear-model.ts';

export interface BaselineExamples {
  readonly sequences: Sequences;
  readonly training: Int32Array;
  /** The target of each sequence: a class index or a standardised number. */
  readonly targets: Float32Array;
}

/** Examples whose target is one number or class each. */
export interface LabelledExamples extends BaselineExamples {
  readonly target: LabelledTarget;
  /** The standardised target of the row before in the sample's entity, NaN for none. */
  readonly previous: ((sample: number) => number) | undefined;
}

/** The part of a network's description that the linear baseline needs. */
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

/** A class that no training example has counts as this share, so that its logarithm is finite. */
const TINY_SHARE = 1e-9;

/** Fits the simple models of a target, the linear one last. */
export async function fitBaselines(
  examples: LabelledExamples,
  network: BaselineNetwork,
  context: Context,
): Promise<Baseline[]> {
  const { target, previous } = examples;
  const predict = await fitLinearBaseline(examples, network, context);
  if (target.mode === 'classify') {
    return [commonestClass(examples, target), { name: 'logistic regression', predict }];
  }
  const mean: Baseline = {
    name: 'mean',
    predict: async (samples) => new Float32Array(samples.length),
  };
  return [
    mean,
    ...(previous === undefined ? [] : [lastValue(previous)]),
    { name: 'ridge', predict },
  ];
}

/** Always predicts the commonest class of training; the probabilities are the shares of the classes there. */
function commonestClass(examples: BaselineExamples, target: ClassTarget): Baseline {
  const { training } = examples;
  const counts = classCounts(targetsOf(examples, training), target.classes.length);
  const logs = counts.map((count) => Math.log(Math.max(TINY_SHARE, count / training.length)));
  const logits = Float32Array.from(counts.length === 2 ? [logs[1] - logs[0]] : logs);
  const commonest = predictedClass(target, classProbabilities(target, logits), 0, EVEN_CHANCE);
  return {
    name: constantName(target.classes[commonest] ?? ''),
    predict: async (samples) => {
      const out = new Float32Array(samples.length * logits.length);
      for (let at = 0; at < out.length; at += logits.length) out.set(logits, at);
      return out;
    },
  };
}

/** Predicts the target of the row before, or the mean, which is 0, where there is none. */
function lastValue(previous: (sample: number) => number): Baseline {
  return {
    name: 'last value',
    predict: async (samples) => Float32Array.from(samples, (sample) => previous(sample) || 0),
  };
}

/** Fits logistic regression or ridge on summaries of the sequences. */
export async function fitLinearBaseline(
  examples: BaselineExamples,
  network: BaselineNetwork,
  context: Context,
): Promise<Baseline['predict']> {
  const { sequences, training } = examples;
  const { loss, outputs } = network;
  const maxColumns = Math.floor(MAX_ONE_HOT_WEIGHTS / outputs);
  const shape = summaryShape(sequences, network, training, maxColumns);
  const samples = evenlySpaced(training, mostExamples(shape, outputs));
  const inputs = createInputs(shape, samples.length);
  for (const [first, part] of parts(samples, shape)) {
    writeSummaries(sequences, network, part, inputs, first);
    await context.breathe();
  }
  const wanted = targetsOf(examples, samples);
  const weights = await fitLinear(inputs, wanted, { loss, outputs }, context);
  return async (asked) => {
    const out = new Float32Array(asked.length * outputs);
    for (const [first, part] of parts(asked, shape)) {
      const partInputs = createInputs(shape, part.length);
      writeSummaries(sequences, network, part, partInputs);
      linearLogits(partInputs, outputs, weights, out.subarray(first * outputs));
      await context.breathe();
    }
    return out;
  };
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

/**
 * Judges every example by a network that has not seen it, for the calibration of the network that `refit=true` trains
 * on all of them.
 *
 * Its own training rows cannot calibrate a network, because it knows them by heart, and what calibrates another
 * network suits other weights. So the examples are cut into blocks, and for each a network is trained alike on all
 * others: the one before the refit judges the rows that were held out, and two more judge half of its training rows
 * each.
 *
 * @see scikit-learn, `CalibratedClassifierCV` with `ensemble=False`, does the same
 * @module
 */

import { fitLinearModel, predictLinear } from '../baseline/linear-baseline.ts';
import { reachOf, type SequenceSpec } from '../encode/rows/sequence-spec.ts';
import { allExamples, type Split, splitExamples, without } from '../encode/rows/split.ts';
import { windowSpans } from '../encode/rows/windows.ts';
import type { FitData, Labelled } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { Engine, Predictor } from '../network/engine.ts';
import { predictInParts } from '../network/predict-in-parts.ts';
import { keptApart } from './split-rows.ts';
import { type RefitPlan, refit } from './training/refit.ts';
import type { TrainingContext } from './training/training.ts';
import type { FittedWide } from './wide/join-wide.ts';

/** A fit whose network is to be trained again on all examples. */
export interface CrossedFit {
  readonly data: FitData;
  /** The network trains on these. */
  readonly examples: Labelled & Split;
  readonly sequence: SequenceSpec;
  readonly settings: FitSettings;
  /** Makes an engine that holds the weights from which training begins. */
  readonly begin: () => Promise<Engine>;
  /** Holds the network before the refit. */
  readonly engine: Predictor;
  readonly again: RefitPlan;
  /** The linear model beside the network, where there is one. */
  readonly wide: FittedWide | undefined;
}

/** Examples, with what the sides of a network say that has seen none of them, `[examples, outputs]`. */
export interface CrossedBlock {
  readonly examples: Int32Array;
  /** The logits are not calibrated. */
  readonly deep: Float32Array;
  /** The outputs of the linear model, where there is one. */
  readonly wide: Float32Array | undefined;
}

type CrossContext = Pick<TrainingContext, 'breathe' | 'stop' | 'createKernel'>;

/**
 * @returns the rows that were held out first; `undefined` where it was stopped
 */
export async function crossFit(
  fit: CrossedFit,
  context: CrossContext,
): Promise<CrossedBlock[] | undefined> {
  const { data, engine, wide } = fit;
  const heldOut = without(allExamples(data), data.training);
  const blocks = [await judged(fit, heldOut, { engine, model: wide?.model }, context)];
  for (const examples of halvesOf(fit)) {
    const block = await judgeApart(fit, examples, context);
    if (block === undefined) return undefined;
    blocks.push(block);
  }
  return blocks;
}

/** Returns how many times as long as one training the networks take that judge the halves of the training examples. */
export function crossedShare(training: number, all: number): number {
  return (2 * (all - training / 2)) / all;
}

/** Halves the training examples as `split` parts all; one entity alone is left whole, and nobody judges it. */
function halvesOf({ data, sequence, settings }: CrossedFit): Int32Array[] {
  const { ranks, entities, rows } = data.placed;
  const { split } = settings.split;
  const { training, validation } = splitExamples(
    data.training,
    { ranks, entityOf: (at) => entities?.[rows[at]] ?? 0 },
    {
      split,
      validation: 0.5,
      test: 0,
      seed: settings.run.seed,
      window: reachOf(sequence).rows,
    },
  );
  return training.length > 0 && validation.length > 0 ? [training, validation] : [];
}

/** Trains a network on all other examples, and judges these. */
async function judgeApart(
  fit: CrossedFit,
  block: Int32Array,
  context: CrossContext,
): Promise<CrossedBlock | undefined> {
  const { data, examples, sequence, begin, again, wide } = fit;
  const others = { training: without(allExamples(data), block), validation: block };
  const { starts } = windowSpans(data.placed, reachOf(sequence));
  const { training } = keptApart({ ...others, test: new Int32Array(0) }, starts).parts;
  const engine = await begin();
  const plan = shortened(again, training.length / (training.length + block.length));
  try {
    if (!(await refit(engine, { ...examples, training }, plan, context))) return undefined;
    const apart = { ...data, training };
    const model = wide && (await fitLinearModel(apart, engine.network, context, wide.penalty));
    return await judged(fit, block, { engine, model }, context);
  } finally {
    await engine.close?.();
  }
}

/**
 * Returns the plan of as many passes over fewer examples: with as many updates the network would know these better by
 * heart than the one that is refitted to all, and be less sure of others.
 *
 * @param share - of all examples
 */
function shortened({ options, outcome }: RefitPlan, share: number): RefitPlan {
  const of = (updates: number): number => Math.round(share * updates);
  const rates = outcome.rates.map(({ from, learningRate }) => {
    return { from: 1 + of(from - 1), learningRate };
  });
  return { options, outcome: { bestUpdates: Math.max(1, of(outcome.bestUpdates)), rates } };
}

/** The sides of a network, which are not calibrated. */
interface UncalibratedSides {
  readonly engine: Predictor;
  readonly model: FittedWide['model'] | undefined;
}

async function judged(
  { data: { sequences, encoder } }: CrossedFit,
  examples: Int32Array,
  { engine, model }: UncalibratedSides,
  context: CrossContext,
): Promise<CrossedBlock> {
  const { network } = engine;
  const deep = await predictInParts(engine, sequences, examples, context);
  const read = model && { encoder, network, ...model };
  const wide = read && (await predictLinear(read, sequences, examples, context));
  return { examples, deep, wide };
}

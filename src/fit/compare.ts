/**
 * Compares the stored model with the new one on the same held-out rows, for `replace=better`.
 *
 * @module
 */

import { evenlySpaced } from '../encode/rows/row-lists.ts';
import { windowOrigins } from '../encode/rows/window-scale.ts';
import { UserError } from '../errors.ts';
import { gain } from '../evaluate/figures.ts';
import { type FitData, type HeldOut, targetsOf, timeRange } from '../model/examples.ts';
import type { FittedModel, ModelHeader } from '../model/header.ts';
import type { Metrics } from '../model/record.ts';
import type { Target } from '../model/target.ts';
import type { Context } from '../network/context.ts';
import type { Predictor } from '../network/engine.ts';
import type { SearchResults } from '../results/results.ts';
import type { Scores } from '../score/scores.ts';
import { scoreRows } from '../score/whole-search.ts';
import { taskOf } from '../tasks/table.ts';
import type { BothMetrics } from '../tasks/task.ts';
import { shareOfGains } from './paired-bootstrap.ts';

/** A new model replaces the old one where it is better on this share of resamples. */
const BEYOND_CHANCE = 0.95;

/** Resamples are of at most so many rows, evenly spaced, as figures of more would take seconds. */
const RESAMPLED_ROWS = 10_000;

export type Comparison =
  | {
      readonly isComparable: true;
      /** Whether the new model is better by more than chance. */
      readonly isBetter: boolean;
      /** The share of resamples of the rows on which it is. */
      readonly share: number;
      readonly rows: number;
      readonly metrics: Metrics;
      readonly oldMetrics: Metrics;
    }
  | { readonly isComparable: false; readonly reason: string };

/**
 * @param old - the stored model, and an engine that holds its weights
 * @param fresh - the new one, its held-out examples and what it says of them
 */
export async function compareModels(
  old: { readonly header: ModelHeader; readonly engine: Predictor },
  fresh: { readonly model: FittedModel; readonly held: HeldOut; readonly data: FitData },
  results: SearchResults,
  context: Context,
): Promise<Comparison> {
  const { data, held } = fresh;
  if (held.examples === data.training) return incomparable('no row is held out');
  const other = otherSubject(old.header.target, data.target);
  if (other !== undefined) return incomparable(other);
  const overlap = overlapReason(old.header, data, held.examples);
  if (overlap !== undefined) return incomparable(overlap);
  const scores = await scoresOf(old, results, context);
  if (typeof scores === 'string') return incomparable(scores);
  const sampleOf = (index: number): number =>
    scores.samples[data.placed.rows[held.examples[index]]] ?? -1;
  const shared = Int32Array.from(held.examples.keys()).filter((index) => sampleOf(index) >= 0);
  if (shared.length === 0) return incomparable('the old model scores none of the held-out rows');
  const figuresOn = (samples: Int32Array): BothMetrics => {
    const examples = samples.map((index) => held.examples[index]);
    return taskOf(data.target).comparison.figures(
      { part: fresh.model.header, prediction: held.prediction, samples },
      { part: old.header, prediction: scores.prediction, samples: samples.map(sampleOf) },
      { actual: targetsOf(data, examples), origins: windowOrigins(data.sequences, examples) },
    );
  };
  const { by = 'f1' } = fresh.model.header.training.baseline;
  const compared = evenlySpaced(shared, RESAMPLED_ROWS);
  const share = shareOfGains(compared.length, (rows) => {
    const { metrics, oldMetrics } = figuresOn(rows.map((row) => compared[row]));
    return gain(by, metrics, oldMetrics);
  });
  const both = figuresOn(shared);
  const isBetter = gain(by, both.metrics, both.oldMetrics) > 0 && share >= BEYOND_CHANCE;
  return { isComparable: true, isBetter, share, rows: shared.length, ...both };
}

/** Returns why the two predict different things, if they do. */
function otherSubject(old: Target, target: Target): string | undefined {
  if (old.mode !== target.mode) return 'the modes differ';
  return taskOf(target).comparison.other(target, old);
}

function incomparable(reason: string): Comparison {
  return { isComparable: false, reason };
}

/** Held-out rows that the old model was trained on would flatter it. */
function overlapReason(
  { training }: ModelHeader,
  data: FitData,
  examples: Int32Array,
): string | undefined {
  const { earliest, latest, trainedFrom = earliest, trainedUntil = latest } = training;
  const [first, last] = timeRange(data, examples);
  if (first === null || last === null || trainedFrom === null || trainedUntil === null) {
    return 'without times nobody knows whether the old model was trained on the held-out rows';
  }
  return first <= trainedUntil && last >= trainedFrom
    ? 'the held-out rows overlap the time range that the old model was trained on'
    : undefined;
}

/** Returns what the old model says, or why it cannot. */
async function scoresOf(
  { header, engine }: { readonly header: ModelHeader; readonly engine: Predictor },
  results: SearchResults,
  context: Context,
): Promise<Scores | string> {
  try {
    return (await scoreRows(header, engine, results, { breathe: () => context.breathe() })).scores;
  } catch (error) {
    if (error instanceof UserError) {
      return `the old model cannot score these rows (${error.message.replace(/\.$/, '')})`;
    }
    throw error;
  }
}

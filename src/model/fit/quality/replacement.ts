/**
 * `replace=better`: the stored model against the new one, on the same held-out rows.
 *
 * @module
 */

import { lastLevels } from '../../../encode/forecast-target.ts';
import type { Target } from '../../../encode/target.ts';
import { UserError } from '../../../errors.ts';
import type { SearchResults } from '../../../results/results.ts';
import type { FittedModel, ModelHeader } from '../../fitted-model.ts';
import type { Engine } from '../../network/engine.ts';
import { counted } from '../../notice.ts';
import { inUnit, predictedValues } from '../../prediction.ts';
import { scoreRows } from '../../score/score-rows.ts';
import type { Scores } from '../../score/scores.ts';
import type { FitData } from '../data/fit-data.ts';
import { timeRange } from '../data/fit-rows.ts';
import { targetsOf } from '../training/updates.ts';
import { classMetrics, lead } from './evaluate.ts';
import { type Metrics, regressionMetrics } from './metrics.ts';
import type { HeldOut } from './quality.ts';

export type Comparison =
  | {
      readonly isComparable: true;
      readonly isBetter: boolean;
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
  old: { readonly header: ModelHeader; readonly engine: Engine },
  fresh: { readonly model: FittedModel; readonly held: HeldOut; readonly data: FitData },
  results: SearchResults,
  breathe: () => Promise<void>,
): Promise<Comparison> {
  const { data, held, model } = fresh;
  const { target } = data;
  if (held.examples === data.training) return incomparable('no row is held out');
  if (old.header.target.field !== target.field) {
    return incomparable(`the old model predicts ${old.header.target.field}`);
  }
  const horizon = horizonOf(old.header.target);
  if (horizon !== horizonOf(target)) {
    return incomparable(`the old model forecasts ${counted(horizon, 'row')} ahead`);
  }
  const overlap = overlapReason(old.header, data, held.examples);
  if (overlap !== undefined) return incomparable(overlap);
  const scores = await scoresOf(old, results, breathe);
  if (typeof scores === 'string') return incomparable(scores);
  const sampleOf = (index: number): number =>
    scores.samples[data.placed.rows[held.examples[index] as number] as number] ?? -1;
  const shared = Int32Array.from(held.examples.keys()).filter((index) => sampleOf(index) >= 0);
  if (shared.length === 0) return incomparable('the old model scores none of the held-out rows');
  const examples = shared.map((index) => held.examples[index] as number);
  const ground = {
    actual: targetsOf(data, examples),
    levels: lastLevels(data.sequences, examples),
  };
  const levels = lastLevels(data.sequences, held.examples);
  const metrics = metricsOf(
    model.header,
    pick(predictedValues(target, held.logits, levels), target, shared),
    ground,
  );
  const oldMetrics = metricsOf(
    { ...old.header, target },
    pick(scores.values, target, shared.map(sampleOf)),
    ground,
  );
  const { by = 'f1' } = model.header.training.baseline;
  const isBetter = lead(by, metrics, oldMetrics) > 0;
  return { isComparable: true, isBetter, rows: shared.length, metrics, oldMetrics };
}

/** Rows ahead that are forecast; 0 for other modes. */
function horizonOf(target: Target): number {
  return target.mode === 'forecast' ? target.horizon : 0;
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

/** What the old model says, or why it cannot. */
async function scoresOf(
  { header, engine }: { readonly header: ModelHeader; readonly engine: Engine },
  results: SearchResults,
  breathe: () => Promise<void>,
): Promise<Scores | string> {
  try {
    return (await scoreRows(header, engine, results, { breathe })).scores;
  } catch (error) {
    if (error instanceof UserError) {
      return `the old model cannot score these rows (${error.message})`;
    }
    throw error;
  }
}

function pick(values: Float32Array, target: Target, samples: Int32Array): Float32Array {
  const width = target.mode === 'classify' ? target.classes.length : 1;
  const picked = new Float32Array(samples.length * width);
  for (const [index, sample] of samples.entries()) {
    picked.set(values.subarray(sample * width, (sample + 1) * width), index * width);
  }
  return picked;
}

/** @param ground - what was to be predicted, as the network of the new model sees it */
function metricsOf(
  { target, threshold }: Pick<ModelHeader, 'target' | 'threshold'>,
  values: Float32Array,
  { actual, levels }: { readonly actual: Float32Array; readonly levels: Float64Array },
): Metrics {
  if (target.mode === 'classify') return classMetrics(target, threshold ?? 0, values, actual);
  return regressionMetrics(inUnit(target, actual, levels), values);
}

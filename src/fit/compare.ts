/**
 * `replace=better`: the stored model against the new one, on the same held-out rows.
 *
 * @module
 */

import { lastLevels } from '../encode/rows/levels.ts';
import { UserError } from '../errors.ts';
import { refuseMetrics } from '../evaluate/consistent-figures.ts';
import { classMetrics, lead, numberMetrics } from '../evaluate/figures.ts';
import { inUnit } from '../evaluate/number-unit.ts';
import type { AnomalyTarget } from '../model/anomaly-target.ts';
import { type FitData, type HeldOut, targetsOf, timeRange } from '../model/examples.ts';
import type { FittedModel, ModelHeader } from '../model/header.ts';
import type { Metrics } from '../model/record.ts';
import type { LabelledTarget, Target } from '../model/target.ts';
import type { Context } from '../network/context.ts';
import type { Engine } from '../network/engine.ts';
import { counted } from '../notice.ts';
import type { SearchResults } from '../results/results.ts';
import type { Scores } from '../score/scorer.ts';
import { scoreRows } from '../score/whole-search.ts';
import { meanSurprise, sharedHeads } from '../tasks/anomaly/compare-anomalies.ts';
import { predictedValues } from '../tasks/prediction.ts';

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
  const found = { scores, shared, oldSamples: shared.map(sampleOf) };
  const { metrics, oldMetrics } = bothMetrics(old.header, fresh, found);
  const { by = 'f1' } = fresh.model.header.training.baseline;
  const isBetter = lead(by, metrics, oldMetrics) > 0;
  return { isComparable: true, isBetter, rows: shared.length, metrics, oldMetrics };
}

/** What both models say of the same rows. */
interface SharedRows {
  /** Of the old model. */
  readonly scores: Scores;
  /** Held-out examples that both score, and the old model's samples of them. */
  readonly shared: Int32Array;
  readonly oldSamples: Int32Array;
}

/** Why the two predict different things, if they do. */
function otherSubject(old: Target, target: Target): string | undefined {
  if (old.mode === 'anomaly' && target.mode === 'anomaly') {
    const isNone = sharedHeads(target, old).heads.length === 0;
    return isNone ? 'no field has the same values in both models' : undefined;
  }
  if (old.mode !== target.mode || old.mode === 'anomaly' || target.mode === 'anomaly') {
    return 'the modes differ';
  }
  if (old.field !== target.field) return `the old model predicts ${old.field}`;
  if (old.mode !== 'forecast' || target.mode !== 'forecast') return undefined;
  const { horizon } = old;
  return horizon === target.horizon
    ? undefined
    : `the old model forecasts ${counted(horizon, 'row')} ahead`;
}

function bothMetrics(
  old: ModelHeader,
  { model, held, data }: Parameters<typeof compareModels>[1],
  { scores, shared, oldSamples }: SharedRows,
): { readonly metrics: Metrics; readonly oldMetrics: Metrics } {
  const { target, sequences } = data;
  if (target.mode === 'anomaly')
    return bothSurprises(old.target, target, held, { scores, shared, oldSamples });
  const examples = shared.map((index) => held.examples[index]);
  const ground = { actual: targetsOf(data, examples), levels: lastLevels(sequences, examples) };
  const levels = lastLevels(sequences, held.examples);
  const own = pick(predictedValues(target, held.logits, levels), target, shared);
  const others = pick(scores.values, target, oldSamples);
  return {
    metrics: metricsOf(target, model.header, own, ground),
    oldMetrics: metricsOf(target, old, others, ground),
  };
}

function bothSurprises(
  old: Target,
  target: AnomalyTarget,
  { surprises }: HeldOut,
  { scores: { anomalies }, shared, oldSamples }: SharedRows,
): { readonly metrics: Metrics; readonly oldMetrics: Metrics } {
  if (old.mode !== 'anomaly' || surprises === undefined || anomalies === undefined) {
    throw new Error('models of mode=anomaly have surprises');
  }
  const { heads, oldHeads } = sharedHeads(target, old);
  return {
    metrics: meanSurprise(surprises, target.heads.length, heads, shared),
    oldMetrics: meanSurprise(anomalies, old.heads.length, oldHeads, oldSamples),
  };
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

function pick(values: Float32Array, target: LabelledTarget, samples: Int32Array): Float32Array {
  const width = target.mode === 'classify' ? target.classes.length : 1;
  const picked = new Float32Array(samples.length * width);
  for (const [index, sample] of samples.entries()) {
    picked.set(values.subarray(sample * width, (sample + 1) * width), index * width);
  }
  return picked;
}

/** @param ground - what was to be predicted, as the network of the new model sees it */
function metricsOf(
  target: LabelledTarget,
  { threshold }: Pick<ModelHeader, 'threshold'>,
  values: Float32Array,
  { actual, levels }: { readonly actual: Float32Array; readonly levels: Float64Array },
): Metrics {
  const { metrics, evidence } =
    target.mode === 'classify'
      ? classMetrics(target, threshold ?? 0, values, actual)
      : numberMetrics(inUnit(target, actual, levels), values);
  refuseMetrics('comparison', metrics, evidence);
  return metrics;
}

/**
 * Evaluates a forecast: it has figures `horizon` rows ahead, and intervals of every step; simple forecasts
 * get the same figures.
 *
 * @module
 */

import { fitLinearBaseline } from '../../baseline/linear-baseline.ts';
import type { PlacedRows } from '../../encode/rows/place-rows.ts';
import { type Origins, windowOrigins } from '../../encode/rows/window-scale.ts';
import { type Figures, numberMetrics } from '../../evaluate/figures.ts';
import { namedFigures } from '../../evaluate/metrics.ts';
import { forecastAt } from '../../evaluate/number-unit.ts';
import type { Quality } from '../../evaluate/quality.ts';
import { type FitData, targetsOf } from '../../model/examples.ts';
import type { EntitySpread, Interval } from '../../model/record.ts';
import type { Context } from '../../network/context.ts';
import type { Predictor } from '../../network/engine.ts';
import { predictInParts } from '../../network/predict-in-parts.ts';
import {
  bestOf,
  decidingPart,
  type EvaluatedPart,
  evaluateBaselines,
  metricsPart,
  type Predicted,
  predictFor,
  qualityOf,
} from '../held-out.ts';
import { numberDoubt } from '../numbers/number-doubt.ts';
import type { EvaluationOptions } from '../task.ts';
import { fitEntitySpreads, spreadLookup } from './entity-spreads.ts';
import { coverageOf, fitInterval, isHeldBy } from './intervals.ts';
import { naiveForecasts } from './naive-forecasts.ts';
import { newerHalfNotices } from './newer-half.ts';
import { findPeriod, lagError, type Series } from './period.ts';
import { type ServedRow, servedNotices } from './served-entities.ts';
import { medianStep, stepsOf } from './spacing.ts';

/** Forecasts are evaluated on these rows. */
interface ForecastRows {
  readonly data: FitData<'forecast'>;
  /** The naive forecast has this error on training rows, in the unit of the target. */
  readonly naive: number;
  readonly originsOf: (examples: Int32Array) => Origins;
  /** The intervals of an example are this many times as wide, for its entity. */
  readonly spreadOf: (example: number) => number;
}

export async function evaluateForecast(
  engine: Predictor,
  data: FitData<'forecast'>,
  { linear }: Pick<EvaluationOptions, 'linear'>,
  context: Context,
): Promise<Quality> {
  const { target, sequences, placed, training, test } = data;
  const { levels = new Float64Array(0) } = sequences.steps;
  const series: Series = { levels, begins: placed.begins };
  const period = findPeriod(series, training, target.horizon);
  const naive = lagError(series, training, period ?? 1) * target.scale;
  const originsOf = (examples: Int32Array): Origins => windowOrigins(sequences, examples);
  const plain: ForecastRows = { data, naive, originsOf, spreadOf: () => 1 };
  const predict = (examples: Int32Array): Promise<Float32Array> =>
    predictInParts(engine, sequences, examples, context);
  const metricsOf = metricsPart(data);
  const validated = await predictFor(data[metricsOf], predict);
  const predictedTest = test.length > 0 ? await predictFor(test, predict) : undefined;
  const entities = entitySpreads(plain, validated);
  const spreadOfName = spreadLookup(entities);
  const rows = { ...plain, spreadOf: (at: number) => spreadOfName(nameOf(placed, at)) };
  const intervals = intervalsOf(rows, validated);
  const parts = {
    metricsOf,
    own: evaluatedPart(rows, validated, intervals),
    tested: predictedTest && evaluatedPart(rows, predictedTest, intervals),
  };
  const { examples } = (parts.tested ?? parts.own).held;
  const ridge = await fitLinearBaseline({ ...data, linear }, engine.network, context);
  const naives = naiveForecasts({ series, horizon: target.horizon, period, originsOf });
  const baselines = await evaluateBaselines(
    [...naives, { name: 'ridge', predict: ridge }],
    async (baseline) => figuresFor(rows, await predictFor(examples, baseline.predict)),
    context,
  );
  const best = bestOf(baselines, 'rmse');
  const forecast = {
    intervals,
    period: period ?? null,
    step: medianStep(stepsOf(placed)),
    ...(entities.length > 0 && { entities }),
  };
  return {
    part: { mode: 'forecast', target, threshold: null, forecast },
    intervals,
    ...qualityOf(parts, baselines, best),
    doubt: numberDoubt(target.field, decidingPart(parts, best), baselines, examples.length),
    notices: [
      ...servedNotices(
        servedRows(rows, predictedTest ?? validated, intervals),
        parts.tested === undefined ? metricsOf : 'test',
      ),
      ...(parts.tested === undefined ? newerHalfNotices(inTime(rows, validated), metricsOf) : []),
    ],
  };
}

/**
 * Computes the figures of a part, with the share of rows whose value lies within the interval of their
 * forecast.
 */
function evaluatedPart(
  rows: ForecastRows,
  predicted: Predicted,
  intervals: readonly Interval[],
): EvaluatedPart<'forecast'> {
  const { examples, logits } = predicted;
  const { target } = rows.data;
  const values = Float32Array.from(
    forecastAt(target, logits, rows.originsOf(examples), target.horizon),
  );
  const held = { examples, prediction: { mode: 'forecast', values } } as const;
  return { ...figuresWithin(rows, predicted, intervals), held };
}

/** Computes the figures of the forecasts that stand on rows. */
function figuresFor(
  { data, naive, originsOf }: ForecastRows,
  { examples, logits }: Predicted,
): Figures {
  const { target } = data;
  const origins = originsOf(examples);
  const [actual, predicted] = [targetsOf(data, examples), logits].map((changes) =>
    forecastAt(target, changes, origins, target.horizon),
  );
  return numberMetrics(actual ?? [], predicted ?? [], naive);
}

/** Returns the errors of the forecasts of a step, from 1 on, in the unit in which their intervals are. */
function errorsOf(
  { data, spreadOf }: ForecastRows,
  { examples, logits }: Predicted,
  step: number,
): Float64Array {
  const { horizon, scale } = data.target;
  const changes = targetsOf(data, examples);
  return Float64Array.from(examples, (example, index) => {
    const at = index * horizon + step - 1;
    return ((changes[at] - logits[at]) * scale) / spreadOf(example);
  });
}

/** Gives the errors of the forecasts that stand on rows, in the order of time. */
function inTime(rows: ForecastRows, { examples, logits }: Predicted): Float64Array {
  const { ranks } = rows.data.placed;
  const errors = errorsOf(rows, { examples, logits }, rows.data.target.horizon);
  const rankOf = (index: number): number => ranks[examples[index]];
  const order = Int32Array.from(examples.keys()).sort((a, b) => rankOf(a) - rankOf(b));
  return Float64Array.from(order, (index) => errors[index]);
}

function entitySpreads(rows: ForecastRows, predicted: Predicted): EntitySpread[] {
  const { placed, target } = rows.data;
  if (placed.keys === undefined) return [];
  const names = Array.from(predicted.examples, (at) => nameOf(placed, at));
  return fitEntitySpreads(errorsByStep(rows, predicted, target.horizon), names);
}

function errorsByStep(rows: ForecastRows, predicted: Predicted, horizon: number): Float64Array[] {
  return Array.from({ length: horizon }, (_, index) => errorsOf(rows, predicted, index + 1));
}

/** Lists the known rows of entities beside the forecasts that stand on them. */
function servedRows(
  rows: ForecastRows,
  predicted: Predicted,
  intervals: readonly Interval[],
): ServedRow[] {
  const { target, placed } = rows.data;
  const { examples, logits } = predicted;
  const { horizon, scale, mean } = target;
  const origins = rows.originsOf(examples);
  const values = forecastAt(target, logits, origins, horizon);
  const actual = forecastAt(target, targetsOf(rows.data, examples), origins, horizon);
  const errors = errorsOf(rows, predicted, horizon);
  const interval = intervals.at(-1);
  return Array.from(examples, (at, index): ServedRow | undefined => {
    const entity = nameOf(placed, at);
    if (entity === undefined || Number.isNaN(errors[index])) return undefined;
    const isWithin = interval && isHeldBy(interval, errors[index]);
    const last = origins.levels[index] * scale + mean;
    return { entity, actual: actual[index], predicted: values[index], last, isWithin };
  }).filter((row) => row !== undefined);
}

/** Returns the name of the entity at a position. */
function nameOf({ keys, rows }: PlacedRows, at: number): string | undefined {
  return keys?.[rows[at]];
}

function intervalsOf(rows: ForecastRows, predicted: Predicted): Interval[] {
  const errors = errorsByStep(rows, predicted, rows.data.target.horizon);
  const intervals = errors.map(fitInterval);
  return intervals.every((interval) => interval !== null) ? intervals : [];
}

/** Adds the share of rows whose value lies within the interval of the forecast that stands on them. */
function figuresWithin(
  rows: ForecastRows,
  predicted: Predicted,
  intervals: readonly Interval[],
): Figures {
  const { metrics, evidence } = figuresFor(rows, predicted);
  const last = intervals.at(-1);
  if (last === undefined || evidence.kind !== 'numbers') return { metrics, evidence };
  const errors = errorsOf(rows, predicted, rows.data.target.horizon);
  const coverage = coverageOf(last, errors);
  const covered = new Int32Array(2);
  for (const error of errors) {
    if (Number.isNaN(error)) continue;
    covered[0] = covered[0] + 1;
    covered[1] = covered[1] + Number(isHeldBy(last, error));
  }
  return {
    metrics: namedFigures([...Object.entries(metrics), ['coverage', coverage]]),
    evidence: { ...evidence, covered },
  };
}

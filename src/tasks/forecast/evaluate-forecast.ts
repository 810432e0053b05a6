/**
 * Evaluates a forecast: it has figures `horizon` rows ahead, and intervals of every step; simple forecasts
 * get the same figures.
 *
 * @module
 */

import { fitLinearBaseline } from '../../baseline/linear-baseline.ts';
import { lastLevels } from '../../encode/rows/levels.ts';
import { type Figures, numberMetrics } from '../../evaluate/figures.ts';
import { namedFigures } from '../../evaluate/metrics.ts';
import { forecastAt } from '../../evaluate/number-unit.ts';
import type { Quality } from '../../evaluate/quality.ts';
import { type FitData, targetsOf } from '../../model/examples.ts';
import type { Interval } from '../../model/record.ts';
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
import { coverageOf, fitInterval } from './intervals.ts';
import { naiveForecasts } from './naive-forecasts.ts';
import { newerHalfNotices } from './newer-half.ts';
import { findPeriod, lagError, type Series } from './period.ts';
import { medianStep, stepsOf } from './spacing.ts';

/** Forecasts are evaluated on these rows. */
interface ForecastRows {
  readonly data: FitData<'forecast'>;
  /** The naive forecast has this error on training rows, in the unit of the target. */
  readonly naive: number;
  readonly lastOf: (examples: Int32Array) => Float64Array;
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
  const lastOf = (examples: Int32Array): Float64Array => lastLevels(sequences, examples);
  const rows: ForecastRows = { data, naive, lastOf };
  const predict = (examples: Int32Array): Promise<Float32Array> =>
    predictInParts(engine, sequences, examples, context);
  const metricsOf = metricsPart(data);
  const validated = await predictFor(data[metricsOf], predict);
  const predictedTest = test.length > 0 ? await predictFor(test, predict) : undefined;
  const intervals = intervalsOf(rows, validated);
  const parts = {
    metricsOf,
    own: evaluatedPart(rows, validated, intervals),
    tested: predictedTest && evaluatedPart(rows, predictedTest, intervals),
  };
  const { examples } = (parts.tested ?? parts.own).held;
  const ridge = await fitLinearBaseline({ ...data, linear }, engine.network, context);
  const naives = naiveForecasts({ series, horizon: target.horizon, period, lastOf });
  const baselines = await evaluateBaselines(
    [...naives, { name: 'ridge', predict: ridge }],
    async (baseline) => figuresFor(rows, await predictFor(examples, baseline.predict)),
    context,
  );
  const best = bestOf(baselines, 'rmse');
  const forecast = { intervals, period: period ?? null, step: medianStep(stepsOf(placed)) };
  return {
    part: { mode: 'forecast', target, threshold: null, forecast },
    intervals,
    ...qualityOf(parts, baselines, best),
    doubt: numberDoubt(target.field, decidingPart(parts, best), baselines, examples.length),
    notices: parts.tested === undefined ? newerHalfNotices(inTime(rows, validated), metricsOf) : [],
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
    forecastAt(target, logits, rows.lastOf(examples), target.horizon),
  );
  const held = { examples, prediction: { mode: 'forecast', values } } as const;
  return { ...figuresWithin(rows, predicted, intervals), held };
}

/** Computes the figures of the forecasts that stand on rows. */
function figuresFor(
  { data, naive, lastOf }: ForecastRows,
  { examples, logits }: Predicted,
): Figures {
  const { target } = data;
  const levels = lastOf(examples);
  const [actual, predicted] = [targetsOf(data, examples), logits].map((changes) =>
    forecastAt(target, changes, levels, target.horizon),
  );
  return numberMetrics(actual ?? [], predicted ?? [], naive);
}

/** Returns the errors of the forecasts of a step, from 1 on, in the unit of the target. */
function errorsOf(
  { data }: ForecastRows,
  { examples, logits }: Predicted,
  step: number,
): Float64Array {
  const { horizon, scale } = data.target;
  const changes = targetsOf(data, examples);
  return Float64Array.from(examples, (_, index) => {
    const at = index * horizon + step - 1;
    return (changes[at] - logits[at]) * scale;
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

function intervalsOf(rows: ForecastRows, predicted: Predicted): Interval[] {
  const steps = Array.from({ length: rows.data.target.horizon }, (_, index) => index + 1);
  const intervals = steps.map((step) => fitInterval(errorsOf(rows, predicted, step)));
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
    covered[1] = covered[1] + Number(error >= last.lower && error <= last.upper);
  }
  return {
    metrics: namedFigures([...Object.entries(metrics), ['coverage', coverage]]),
    evidence: { ...evidence, covered },
  };
}

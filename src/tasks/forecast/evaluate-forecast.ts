/**
 * Evaluates a forecast: it has figures `horizon` rows ahead, and intervals of every step; simple forecasts
 * get the same figures.
 *
 * @module
 */

import { fitLinearBaseline } from '../../baseline/linear-baseline.ts';
import { type Origins, windowOrigins } from '../../encode/rows/window-scale.ts';
import { type Figures, numberMetrics } from '../../evaluate/figures.ts';
import { namedFigures } from '../../evaluate/metrics.ts';
import { forecastAt } from '../../evaluate/number-unit.ts';
import type { Quality } from '../../evaluate/quality.ts';
import { validationSeconds } from '../../evaluate/validation-time.ts';
import { type FitData, type Predicted, targetsOf } from '../../model/examples.ts';
import type { Context } from '../../network/context.ts';
import type { Predictor } from '../../network/engine.ts';
import { predictInParts } from '../../network/predict-in-parts.ts';
import {
  bestOf,
  decidingPart,
  type EvaluatedPart,
  evaluateBaselines,
  metricsPart,
  predictFor,
  qualityOf,
} from '../held-out.ts';
import { linearAloneVerdict } from '../numbers/linear-alone.ts';
import { numberDoubt } from '../numbers/number-doubt.ts';
import type { EvaluationOptions } from '../task.ts';
import { type AdaptedBounds, adaptedBounds, followedRows } from './adapted-bounds.ts';
import { spreadLookup } from './entity-spreads.ts';
import {
  entitySpreads,
  errorsOf,
  type ForecastRows,
  inTime,
  intervalsOf,
  nameOf,
} from './forecast-errors.ts';
import { isHeldBy } from './intervals.ts';
import { naiveForecasts } from './naive-forecasts.ts';
import { newerHalfNotices } from './newer-half.ts';
import { findPeriod, lagError, type Series } from './period.ts';
import { chosenThreshold } from './residual-threshold.ts';
import { type ServedRow, servedNotices } from './served-entities.ts';
import { medianStep, stepsOf } from './spacing.ts';

export async function evaluateForecast(
  engine: Predictor,
  data: FitData<'forecast'>,
  { linear, lstm, settings }: Pick<EvaluationOptions, 'linear' | 'lstm' | 'settings'>,
  context: Context,
): Promise<Quality> {
  const { target, sequences, placed, training, test } = data;
  const { interval: share } = settings.sequence;
  const { levels = new Float64Array(0) } = sequences.steps;
  const series: Series = { levels, begins: placed.begins };
  const period = findPeriod(series, training, target.horizon);
  const naive = lagError(series, training, period ?? 1) * target.scale;
  const originsOf = (examples: Int32Array): Origins => windowOrigins(sequences, examples);
  const plain: ForecastRows = { data, naive, originsOf, spreadOf: () => 1 };
  const metricsOf = metricsPart(data);
  const followed = followedRows(data, settings);
  const predictBy =
    (one: Predictor) =>
    (examples: Int32Array): Promise<Float32Array> =>
      predictInParts(one, sequences, examples, context);
  const all = await predictFor(followed.positions, predictBy(engine));
  const validated = pickPredicted(all, data[metricsOf]);
  const predictedTest = test.length > 0 ? pickPredicted(all, test) : undefined;
  const entities = entitySpreads(plain, validated);
  const spreadOfName = spreadLookup(entities);
  const rows = { ...plain, spreadOf: (at: number) => spreadOfName(nameOf(placed, at)) };
  const intervals = intervalsOf(rows, validated, share);
  const bounds = adaptedBounds(rows, { all, validated }, followed, { intervals, share });
  const parts = {
    metricsOf,
    own: evaluatedPart(rows, validated, bounds),
    tested: predictedTest && evaluatedPart(rows, predictedTest, bounds),
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
  const ofLstm = lstm && figuresFor(rows, await predictFor(data[metricsOf], predictBy(lstm)));
  const seconds = validationSeconds(data, settings.split);
  const residuals = bounds && { size: bounds.size, ranks: bounds.ranks, bySize: true, seconds };
  const forecast = {
    intervals,
    period: period ?? null,
    step: medianStep(stepsOf(placed)),
    ...(entities.length > 0 && { entities }),
    share,
    ...(residuals && { residuals }),
  };
  const threshold = residuals ? chosenThreshold(settings.threshold, residuals) : null;
  return {
    part: { mode: 'forecast', target, threshold, forecast },
    intervals,
    ...qualityOf(parts, baselines, best),
    doubt: numberDoubt(target.field, decidingPart(parts, best), baselines, examples.length),
    verdict: ofLstm && linearAloneVerdict('forecasts', parts, best, ofLstm.metrics),
    notices:
      predictedTest === undefined
        ? [
            ...servedNotices(servedRows(rows, validated, bounds), metricsOf, share),
            ...newerHalfNotices(inTime(rows, validated), metricsOf, share),
          ]
        : servedNotices(servedRows(rows, predictedTest, bounds), 'test', share),
  };
}

/** Returns what was predicted for some of the examples. */
function pickPredicted({ examples, logits }: Predicted, picked: Int32Array): Predicted {
  const outputs = logits.length / examples.length;
  const indexOf = new Map(Array.from(examples, (at, index) => [at, index]));
  const own = new Float32Array(picked.length * outputs);
  for (const [index, at] of picked.entries()) {
    const from = (indexOf.get(at) ?? 0) * outputs;
    own.set(logits.subarray(from, from + outputs), index * outputs);
  }
  return { examples: picked, logits: own };
}

/**
 * Computes the figures of a part, with the share of rows whose value lies within the interval of their
 * forecast.
 */
function evaluatedPart(
  rows: ForecastRows,
  predicted: Predicted,
  bounds: AdaptedBounds | undefined,
): EvaluatedPart<'forecast'> {
  const { examples, logits } = predicted;
  const { target } = rows.data;
  const values = Float32Array.from(
    forecastAt(target, logits, rows.originsOf(examples), target.horizon),
  );
  const held = { examples, prediction: { mode: 'forecast', values } } as const;
  return { ...figuresWithin(rows, predicted, bounds), held };
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

/** Lists the known rows of entities beside the forecasts that stand on them. */
function servedRows(
  rows: ForecastRows,
  predicted: Predicted,
  bounds: AdaptedBounds | undefined,
): ServedRow[] {
  const { target, placed } = rows.data;
  const { examples, logits } = predicted;
  const { horizon, scale, mean } = target;
  const origins = rows.originsOf(examples);
  const values = forecastAt(target, logits, origins, horizon);
  const actual = forecastAt(target, targetsOf(rows.data, examples), origins, horizon);
  const errors = errorsOf(rows, predicted, horizon);
  return Array.from(examples, (at, index): ServedRow | undefined => {
    const entity = nameOf(placed, at);
    if (entity === undefined || Number.isNaN(errors[index])) return undefined;
    const isWithin = bounds && isHeldBy(bounds.interval, errors[index], bounds.widthsAt(at));
    const last = origins.levels[index] * scale + mean;
    return { entity, actual: actual[index], predicted: values[index], last, isWithin };
  }).filter((row) => row !== undefined);
}

/** Adds the share of rows whose value lies within the interval of the forecast that stands on them. */
function figuresWithin(
  rows: ForecastRows,
  predicted: Predicted,
  bounds: AdaptedBounds | undefined,
): Figures {
  const { metrics, evidence } = figuresFor(rows, predicted);
  if (bounds === undefined || evidence.kind !== 'numbers') return { metrics, evidence };
  const errors = errorsOf(rows, predicted, rows.data.target.horizon);
  const covered = new Int32Array(2);
  for (const [index, error] of errors.entries()) {
    if (Number.isNaN(error)) continue;
    const widths = bounds.widthsAt(predicted.examples[index]);
    covered[0] = covered[0] + 1;
    covered[1] = covered[1] + Number(isHeldBy(bounds.interval, error, widths));
  }
  return {
    metrics: namedFigures([...Object.entries(metrics), ['coverage', covered[1] / covered[0]]]),
    evidence: { ...evidence, covered },
  };
}

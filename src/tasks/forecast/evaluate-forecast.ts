/**
 * How good a forecast is: figures of the forecast `horizon` rows ahead, intervals of every step, and
 * the same of simple forecasts.
 *
 * @module
 */

import { type Baseline, fitLinearBaseline } from '../../baseline/baselines.ts';
import { lastLevels } from '../../encode/rows/levels.ts';
import { type JudgedPart, numberDoubt } from '../../evaluate/doubt.ts';
import { evaluate, type Judged, lead } from '../../evaluate/figures.ts';
import { namedFigures } from '../../evaluate/metrics.ts';
import { inUnit } from '../../evaluate/number-unit.ts';
import type { Quality } from '../../evaluate/quality.ts';
import { type FitData, type HeldOut, targetsOf } from '../../model/examples.ts';
import type { ForecastTarget } from '../../model/forecast-target.ts';
import type { Interval } from '../../model/record.ts';
import type { Context } from '../../network/context.ts';
import type { Engine } from '../../network/engine.ts';
import { predictInParts } from '../../network/predict-in-parts.ts';
import { coverageOf, fitInterval } from './intervals.ts';
import { naiveForecasts } from './naive-forecasts.ts';
import { newerHalfNotices } from './newer-half.ts';
import { findPeriod, lagError, type Series } from './period.ts';
import { medianStep, stepsOf } from './spacing.ts';

/** Examples, and what is predicted for them, `[examples, horizon]`. */
interface Told {
  readonly examples: Int32Array;
  readonly logits: Float32Array;
}

/** What forecasts are judged on. */
interface Ground {
  readonly data: FitData;
  readonly target: ForecastTarget;
  /** Error of the naive forecast on training rows, standardised. */
  readonly naive: number;
  readonly lastOf: (examples: Int32Array) => Float64Array;
}

export async function judgeForecast(
  engine: Engine,
  data: FitData<'forecast'>,
  context: Context,
): Promise<Quality> {
  const { target, sequences, placed, training, validation, test } = data;
  const { levels = new Float64Array(0) } = sequences.steps;
  const series: Series = { levels, begins: placed.begins };
  const period = findPeriod(series, training, target.horizon);
  const naive = lagError(series, training, period ?? 1);
  const lastOf = (examples: Int32Array): Float64Array => lastLevels(sequences, examples);
  const ground: Ground = { data, target, naive, lastOf };
  const hold = async (
    examples: Int32Array,
    { predict }: Pick<Baseline, 'predict'>,
  ): Promise<Told> => {
    return { examples, logits: await predict(examples) };
  };
  const ours: Pick<Baseline, 'predict'> = {
    predict: (examples) => predictInParts(engine, sequences, examples, context),
  };
  const metricsOf = validation.length > 0 ? 'validation' : 'training';
  const judged = await hold(data[metricsOf], ours);
  const tested = test.length > 0 ? await hold(test, ours) : undefined;
  const intervals = intervalsOf(ground, judged);
  const own = judgedWithin(ground, judged, intervals);
  const ofTest = tested && judgedWithin(ground, tested, intervals);
  const held = tested ?? judged;
  const ridge = await fitLinearBaseline(data, engine.network, context);
  const rivals: Baseline[] = [
    ...naiveForecasts({ series, horizon: target.horizon, period, lastOf }),
    { name: 'ridge', predict: ridge },
  ];
  const baselines: (Quality['baseline'] & Judged)[] = [];
  for (const rival of rivals) {
    const found = judgedAt(ground, await hold(held.examples, rival));
    baselines.push({ name: rival.name, ...found, by: 'rmse' as const });
    await context.breathe();
  }
  const [metrics, testMetrics] = [own.metrics, ofTest?.metrics];
  const best = bestOf(baselines);
  const counts: JudgedPart = testMetrics
    ? { part: 'test', metrics: testMetrics, best }
    : { part: metricsOf, metrics, best };
  const forecast = { intervals, period: period ?? null, step: medianStep(stepsOf(placed)) };
  return {
    part: { mode: 'forecast', target, threshold: null, forecast },
    metricsOf,
    metrics,
    testMetrics,
    doubt: numberDoubt(target.field, counts, baselines, held.examples.length),
    baseline: best,
    held: heldOut(ground, held),
    evidence: {
      metrics: own.evidence,
      testMetrics: ofTest?.evidence,
      baselines: new Map(baselines.map(({ name, evidence }) => [name, evidence])),
    },
    notices: tested === undefined ? newerHalfNotices(inTime(ground, judged), metricsOf) : [],
    notTrained: [...(metricsOf === 'validation' ? [judged] : []), ...(tested ? [tested] : [])].map(
      (told) => heldOut(ground, told),
    ),
  };
}

function heldOut({ target, lastOf }: Ground, { examples, logits }: Told): HeldOut<'forecast'> {
  const values = Float32Array.from(inUnit(target, logits, lastOf(examples)));
  return { examples, prediction: { mode: 'forecast', values } };
}

function bestOf(rivals: readonly Quality['baseline'][]): Quality['baseline'] {
  const { name, metrics, by } = rivals.reduce((best, rival) =>
    lead('rmse', rival.metrics, best.metrics) > 0 ? rival : best,
  );
  return { name, metrics, ...(by && { by }) };
}

function judgedAt({ data, target, naive, lastOf }: Ground, { examples, logits }: Told): Judged {
  return evaluate(target, 0, logits, targetsOf(data, examples), naive, lastOf(examples));
}

/** Errors of the forecasts of a step, from 1 on, in the target's unit. */
function errorsOf(
  { data, target: { horizon, scale } }: Ground,
  { examples, logits }: Told,
  step: number,
): Float64Array {
  const changes = targetsOf(data, examples);
  return Float64Array.from(examples, (_, index) => {
    const at = index * horizon + step - 1;
    return (changes[at] - logits[at]) * scale;
  });
}

/** Gives the errors of the forecasts that stand on rows, in the order of time. */
function inTime(ground: Ground, { examples, logits }: Told): Float64Array {
  const { ranks } = ground.data.placed;
  const errors = errorsOf(ground, { examples, logits }, ground.target.horizon);
  const rankOf = (index: number): number => ranks[examples[index]];
  const order = Int32Array.from(examples.keys()).sort((a, b) => rankOf(a) - rankOf(b));
  return Float64Array.from(order, (index) => errors[index]);
}

function intervalsOf(ground: Ground, held: Told): Interval[] {
  const steps = Array.from({ length: ground.target.horizon }, (_, index) => index + 1);
  const intervals = steps.map((step) => fitInterval(errorsOf(ground, held, step)));
  return intervals.every((interval) => interval !== null) ? intervals : [];
}

/** Adds the share of rows whose value lies within the interval of the forecast that stands on them. */
function judgedWithin(ground: Ground, held: Told, intervals: readonly Interval[]): Judged {
  const { metrics, evidence } = judgedAt(ground, held);
  const last = intervals.at(-1);
  if (last === undefined || evidence.kind !== 'numbers') return { metrics, evidence };
  const errors = errorsOf(ground, held, ground.target.horizon);
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

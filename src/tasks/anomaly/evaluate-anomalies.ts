/**
 * How good a network of `mode=anomaly` is: scores calibrated on validation rows, figures on every
 * part, and the same figures of counts of values.
 *
 * @module
 */

import { type NaiveFigures, surpriseDoubt } from '../../evaluate/doubt.ts';
import type { ShareEvidence } from '../../evaluate/figure-evidence.ts';
import { lead } from '../../evaluate/figures.ts';
import { namedFigures } from '../../evaluate/metrics.ts';
import type { Quality } from '../../evaluate/quality.ts';
import { validationSeconds } from '../../evaluate/validation-time.ts';
import { type AnomalyTarget, headSize } from '../../model/anomaly-target.ts';
import { type FitData, type HeldOut, targetsOf } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { Surprises } from '../../model/prediction.ts';
import type { AnomalyCalibration, Metrics } from '../../model/record.ts';
import type { Context } from '../../network/context.ts';
import { type Predictor, surprisesOf } from './anomalies.ts';
import { anomalyScores, fitAnomalyCalibration } from './anomaly-calibration.ts';
import { anomalyNotices } from './anomaly-notices.ts';
import { anomalyThreshold } from './anomaly-threshold.ts';
import { type Counts, countFigures, countValues } from './value-counts.ts';

export async function judgeAnomalies(
  predictor: Predictor,
  data: FitData,
  settings: FitSettings,
  context: Context,
): Promise<Quality> {
  const { target } = predictor;
  const metricsOf = data.validation.length > 0 ? 'validation' : 'training';
  const judge = (examples: Int32Array): Promise<Surprises> =>
    surprisesOf(
      predictor,
      { sequences: data.sequences, samples: examples, outcomes: targetsOf(data, examples) },
      context,
    );
  const judged = await judge(data[metricsOf]);
  const seconds = validationSeconds(data, settings);
  const anomaly = fitAnomalyCalibration(judged, target.heads.length, seconds);
  const threshold = anomalyThreshold(settings.threshold, anomaly);
  const tested = data.test.length > 0 ? await judge(data.test) : undefined;
  const held = tested
    ? heldOut(data.test, tested, anomaly)
    : heldOut(data[metricsOf], judged, anomaly);
  const own = figuresFor(target, judged);
  const ofTest = tested && withAlerts(figuresFor(target, tested), anomaly, tested, threshold);
  const [metrics, testMetrics] = [own.metrics, ofTest?.metrics];
  const counts = countedFigures(target, data, held.examples);
  const best = bestCount(counts);
  return {
    part: { mode: 'anomaly', target, anomaly, threshold },
    metricsOf,
    metrics,
    testMetrics,
    baseline: best,
    doubt: surpriseDoubt(
      testMetrics
        ? { part: 'test', metrics: testMetrics, best }
        : { part: metricsOf, metrics, best },
      counts[0].metrics,
      target.heads.map(headSize),
      held.examples.length,
    ),
    held,
    evidence: {
      metrics: own.evidence,
      testMetrics: ofTest?.evidence,
      baselines: new Map(counts.map(({ name }) => [name, NO_SHARES])),
    },
    notTrained: [
      ...(metricsOf === 'validation' ? [heldOut(data.validation, judged, anomaly)] : []),
      ...(tested ? [heldOut(data.test, tested, anomaly)] : []),
    ],
    notices: anomalyNotices(data, settings, {
      metricsOf,
      surprises: judged,
      anomaly,
      threshold,
      testMetrics,
    }),
  };
}

function heldOut(
  examples: Int32Array,
  surprises: Surprises,
  calibration: AnomalyCalibration,
): HeldOut<'anomaly'> {
  const { scores } = anomalyScores(calibration, surprises);
  return { examples, prediction: { mode: 'anomaly', anomalies: { bits: surprises.bits, scores } } };
}

/** The figures are quotients, and the evidence holds what they are quotients of. */
interface JudgedShares {
  readonly metrics: Metrics;
  readonly evidence: ShareEvidence;
}

/** Figures of counts have no other evidence, as counting is not done twice. */
const NO_SHARES: ShareEvidence = { kind: 'shares', shares: new Map() };

/** Mean bits of a row, over all its fields; the share of values that were held likeliest. */
function figuresFor({ heads }: AnomalyTarget, { bits, ranks }: Surprises): JudgedShares {
  const rows = bits.length / heads.length;
  const hits = ranks.filter((rank) => rank === 1).length;
  const metrics = namedFigures([
    ['accuracy', hits / ranks.length],
    ['surprise', bits.reduce((sum, value) => sum + value / rows, 0)],
  ]);
  const total = new Float64Array(1);
  for (const value of bits) total[0] = total[0] + value;
  const shares = new Map([
    ['accuracy', Float64Array.of(hits, ranks.length)],
    ['surprise', Float64Array.of(total[0], rows)],
  ]);
  return { metrics, evidence: { kind: 'shares', shares } };
}

/** Adds the share of rows that reach the threshold. */
function withAlerts(
  { metrics, evidence }: JudgedShares,
  calibration: AnomalyCalibration,
  found: Surprises,
  threshold: number,
): JudgedShares {
  const { scores } = anomalyScores(calibration, found);
  const alerts = scores.filter((score) => score >= Math.fround(threshold)).length;
  const rate = Float64Array.of(alerts, scores.length);
  return {
    metrics: namedFigures([...Object.entries(metrics), ['alert_rate', alerts / scores.length]]),
    evidence: { kind: 'shares', shares: new Map([...evidence.shares, ['alert_rate', rate]]) },
  };
}

/** Counting values comes first, counting pairs of them second. */
type CountedFigures = readonly [NaiveFigures, NaiveFigures];

function countedFigures(
  target: AnomalyTarget,
  data: FitData,
  examples: Int32Array,
): CountedFigures {
  const counts: Counts = countValues(data, target.heads.map(headSize));
  return [
    { name: 'value frequency', metrics: countFigures(counts, data, examples, 'value') },
    { name: 'bigram frequency', metrics: countFigures(counts, data, examples, 'pair') },
  ];
}

/** The better of the two counts, by surprise. */
function bestCount([values, pairs]: CountedFigures): Quality['baseline'] {
  const by = 'surprise';
  const best = lead(by, pairs.metrics, values.metrics) > 0 ? pairs : values;
  return { ...best, by };
}

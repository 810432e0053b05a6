/**
 * Evaluates a network of `mode=anomaly`: scores are calibrated on validation rows, figures come from every
 * part, and counts of values get the same figures.
 *
 * @module
 */

import type { ShareEvidence } from '../../evaluate/figure-evidence.ts';
import { namedFigures } from '../../evaluate/metrics.ts';
import type { Quality } from '../../evaluate/quality.ts';
import { validationSeconds } from '../../evaluate/validation-time.ts';
import { type AnomalyTarget, headSize } from '../../model/anomaly-target.ts';
import { type FitData, type HeldOut, targetsOf } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { Surprises } from '../../model/prediction.ts';
import type { AnomalyCalibration, Metrics } from '../../model/record.ts';
import type { Context } from '../../network/context.ts';
import { bestOf, decidingPart, metricsPart, type NamedFigures, qualityOf } from '../held-out.ts';
import { type Predictor, surprisesOf } from './anomalies.ts';
import { anomalyScores, fitAnomalyCalibration } from './anomaly-calibration.ts';
import { anomalyNotices } from './anomaly-notices.ts';
import { anomalyThreshold } from './anomaly-threshold.ts';
import { surpriseDoubt } from './surprise-doubt.ts';
import { type Counts, countFigures, countValues } from './value-counts.ts';

export async function evaluateAnomalies(
  predictor: Predictor,
  data: FitData<'anomaly'>,
  settings: FitSettings,
  context: Context,
): Promise<Quality> {
  const { target, test } = data;
  const metricsOf = metricsPart(data);
  const surprisesIn = (examples: Int32Array): Promise<Surprises> =>
    surprisesOf(
      predictor,
      { sequences: data.sequences, samples: examples, outcomes: targetsOf(data, examples) },
      context,
    );
  const surprises = await surprisesIn(data[metricsOf]);
  const seconds = validationSeconds(data, settings.split);
  const anomaly = fitAnomalyCalibration(surprises, target.heads.length, seconds);
  const threshold = anomalyThreshold(settings.threshold, anomaly);
  const inTest = test.length > 0 ? await surprisesIn(test) : undefined;
  const parts = {
    metricsOf,
    own: {
      ...figuresFor(target, surprises),
      held: heldOut(data[metricsOf], surprises, anomaly),
    },
    tested: inTest && {
      ...withAlerts(figuresFor(target, inTest), anomaly, inTest, threshold),
      held: heldOut(test, inTest, anomaly),
    },
  };
  const { examples } = (parts.tested ?? parts.own).held;
  const baselines = countedFigures(target, data, examples);
  const best = bestOf(baselines, 'surprise');
  const [{ metrics: ofValues }] = baselines;
  const sizes = target.heads.map(headSize);
  const testMetrics = parts.tested?.metrics;
  return {
    part: { mode: 'anomaly', target, anomaly, threshold },
    ...qualityOf(parts, baselines, best),
    doubt: surpriseDoubt(decidingPart(parts, best), ofValues, sizes, examples.length),
    notices: anomalyNotices(data, settings.split, {
      metricsOf,
      surprises,
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
interface ShareFigures {
  readonly metrics: Metrics;
  readonly evidence: ShareEvidence;
}

/** Figures of counts have no other evidence, as counting is not done twice. */
const NO_SHARES: ShareEvidence = { kind: 'shares', shares: new Map() };

/** Computes the mean bits of a row, over all its fields, and the share of values that were held likeliest. */
function figuresFor({ heads }: AnomalyTarget, { bits, ranks }: Surprises): ShareFigures {
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
  { metrics, evidence }: ShareFigures,
  calibration: AnomalyCalibration,
  found: Surprises,
  threshold: number,
): ShareFigures {
  const { scores } = anomalyScores(calibration, found);
  const alerts = scores.filter((score) => score >= Math.fround(threshold)).length;
  const rate = Float64Array.of(alerts, scores.length);
  return {
    metrics: namedFigures([...Object.entries(metrics), ['alert_rate', alerts / scores.length]]),
    evidence: { kind: 'shares', shares: new Map([...evidence.shares, ['alert_rate', rate]]) },
  };
}

/** Returns the figures of counts of values first, and those of counts of pairs of them second. */
function countedFigures(
  target: AnomalyTarget,
  data: FitData,
  examples: Int32Array,
): readonly [NamedFigures, NamedFigures] {
  const counts: Counts = countValues(data, target.heads.map(headSize));
  const figuresBy = (name: string, by: 'value' | 'pair'): NamedFigures => {
    return { name, metrics: countFigures(counts, data, examples, by), evidence: NO_SHARES };
  };
  return [figuresBy('value frequency', 'value'), figuresBy('bigram frequency', 'pair')];
}

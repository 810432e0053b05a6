/**
 * Evaluates a network of `mode=anomaly`: scores are calibrated on validation rows, figures come from every
 * part, and counts of values get the same figures.
 *
 * @module
 */

import { without } from '../../encode/rows/split.ts';
import { timestepsOf } from '../../encode/rows/steps.ts';
import type { DecidingPart } from '../../evaluate/doubt.ts';
import type { ShareEvidence } from '../../evaluate/figure-evidence.ts';
import { namedFigures } from '../../evaluate/metrics.ts';
import type { Quality } from '../../evaluate/quality.ts';
import { validationSeconds } from '../../evaluate/validation-time.ts';
import { textHead } from '../../model/anomaly-target.ts';
import type { FitData, HeldOut } from '../../model/examples.ts';
import type { Surprises } from '../../model/prediction.ts';
import type { AnomalyCalibration, KeptEvidence, Metrics } from '../../model/record.ts';
import type { Context } from '../../network/context.ts';
import { bestOf, decidingPart, metricsPart, type NamedFigures, qualityOf } from '../held-out.ts';
import type { EvaluationOptions } from '../task.ts';
import { surprisesOf } from './anomalies.ts';
import { anomalyScores, fitAnomalyCalibration } from './anomaly-calibration.ts';
import { anomalyNotices } from './anomaly-notices.ts';
import { anomalyThreshold } from './anomaly-threshold.ts';
import { fieldSizes, withoutEnds } from './ends.ts';
import { fitEntities } from './entities/fit-entities.ts';
import { fitEvidence, heldOutEvidence } from './evidence/evidence.ts';
import { evidenceWeights, numberSurprise } from './evidence/row-likelihoods.ts';
import { newValueShares } from './new-values.ts';
import { numbersVerdict } from './numbers-verdict.ts';
import { oddNotices } from './odd-notices.ts';
import { outcomesOf } from './outcomes.ts';
import type { Predictor } from './predictor.ts';
import { surpriseDoubt } from './surprise-doubt.ts';
import { textCountFigures } from './text-counts.ts';
import { textSurprises } from './text-surprises.ts';
import { type Counts, countFigures, countValues } from './value-counts.ts';

export async function evaluateAnomalies(
  engine: Predictor['engine'],
  data: FitData<'anomaly'>,
  { settings, leftOut = new Int32Array(0) }: EvaluationOptions,
  context: Context,
): Promise<Quality> {
  const { target, test } = data;
  const metricsOf = metricsPart(data);
  // What was too odd to learn from would be common otherwise.
  const learnt = { ...data, training: without(data.training, leftOut) };
  const isOfFields = textHead(target) === undefined;
  const kept = isOfFields ? fitEvidence(learnt, data.training) : undefined;
  const of = kept === undefined ? ofTexts : ofFields(kept, learnt);
  const predictor: Predictor = { engine, target };
  const { surprises, figures } = await of.measured(predictor, data, data[metricsOf], context);
  const seconds = validationSeconds(data, settings.split);
  const { length } = target.heads;
  const weights = kept && evidenceWeights(kept, learnt, { examples: data[metricsOf], surprises });
  const { news } = surprises;
  const ofRows = {
    ...fitAnomalyCalibration(surprises, length, seconds, weights),
    ...(news && { newValues: newValueShares(learnt, metricsOf === 'training' ? NO_NEWS : news) }),
  };
  const entities = of.entities?.(data, data[metricsOf], surprises, ofRows);
  const anomaly = entities === undefined ? ofRows : { ...ofRows, entities };
  const threshold = anomalyThreshold(settings.threshold, anomaly);
  const inTest = test.length > 0 ? await of.measured(predictor, data, test, context) : undefined;
  const parts = {
    metricsOf,
    own: {
      ...figures,
      held: heldOut(data[metricsOf], surprises, anomaly),
    },
    tested: inTest && {
      ...withAlerts(inTest.figures, anomaly, inTest.surprises, threshold),
      held: heldOut(test, inTest.surprises, anomaly),
    },
  };
  const { examples } = (parts.tested ?? parts.own).held;
  const baselines = of.counted(data, examples);
  const best = bestOf(baselines, 'surprise');
  const [{ metrics: ofValues }] = baselines;
  const sizes = fieldSizes(target);
  const testMetrics = parts.tested?.metrics;
  const odd = await of.leftOut?.(predictor, data, leftOut, context);
  const judged = { examples, surprises: (inTest ?? { surprises }).surprises };
  const numbers = kept && numberSurprise(kept, learnt, judged);
  const rows = { count: examples.length, unit: of.unit };
  return {
    part: {
      mode: 'anomaly',
      target,
      anomaly,
      evidence: kept,
      threshold,
    },
    ...qualityOf(parts, baselines, best),
    ...judgement(decidingPart(parts, best), { numbers, values: ofValues }, sizes, rows),
    notices: [
      ...(odd ? oddNotices(data, leftOut, anomalyScores(anomaly, odd).scores) : []),
      ...anomalyNotices(data, settings.split, {
        metricsOf,
        surprises,
        anomaly,
        threshold,
        testMetrics,
      }),
    ],
  };
}

/**
 * Says what the figures that count most come to: those of the forecast of numbers where that knows most, else those of the
 * network.
 */
function judgement(
  deciding: DecidingPart,
  { numbers, values }: { readonly numbers: number | undefined; readonly values: Metrics },
  sizes: readonly number[],
  rows: Parameters<typeof surpriseDoubt>[3],
): Pick<Quality, 'verdict' | 'doubt'> {
  const verdict = numbersVerdict(deciding, numbers, sizes, rows.count);
  return verdict === undefined
    ? { doubt: surpriseDoubt(deciding, values, sizes, rows) }
    : { verdict };
}

/** Training rows are asked themselves. */
const NO_NEWS = new Uint8Array(0);

interface Measured {
  readonly surprises: Surprises;
  readonly figures: ShareFigures;
}

/** Fields of rows and characters of texts are evaluated in ways of their own. */
interface Evaluation {
  /** A surprise is of one of these. */
  readonly unit: 'row' | 'character';
  measured(
    predictor: Predictor,
    data: FitData<'anomaly'>,
    examples: Int32Array,
    context: Context,
  ): Promise<Measured>;
  /** Returns the surprises of training rows that were left out; `undefined` where there are none. */
  leftOut?(
    predictor: Predictor,
    data: FitData<'anomaly'>,
    examples: Int32Array,
    context: Context,
  ): Promise<Surprises | undefined>;
  /** Returns what is usual for entities, whose rows have an order. */
  readonly entities?: typeof fitEntities;
  /** Returns the figures of counts of values first, and those of counts of pairs of them second. */
  counted(data: FitData<'anomaly'>, examples: Int32Array): readonly [NamedFigures, NamedFigures];
}

/**
 * @param kept - what is counted of rows of the fit
 * @param learnt - the data without the training rows that were too odd to learn from
 */
const ofFields = (kept: KeptEvidence, learnt: FitData<'anomaly'>): Evaluation => ({
  unit: 'row',
  entities: fitEntities,
  async measured(predictor, data, examples, context) {
    const { sequences, target } = data;
    const own = new Float32Array(0);
    const rows = { sequences, samples: examples, came: outcomesOf(data, examples), own };
    const ofNetwork = await surprisesOf(predictor, rows, context);
    const surprises = { ...ofNetwork, evidence: heldOutEvidence(kept, learnt, examples) };
    const { heads } = target;
    const bits = withoutEnds(heads, surprises.bits);
    const ranks = withoutEnds(heads, surprises.ranks);
    const hits = ranks.filter((rank) => rank === 1).length;
    const of = { hits, ranked: ranks.length, count: examples.length };
    return { surprises, figures: figuresFor(bits, of) };
  },
  async leftOut(predictor, data, examples, context) {
    if (examples.length === 0) return undefined;
    // No count has these rows, so that they are judged as test rows are.
    const judged = ofFields(kept, { ...learnt, test: examples });
    return (await judged.measured(predictor, data, examples, context)).surprises;
  },
  counted(data, examples) {
    const { training, placed, target } = data;
    const isFirst = (at: number): boolean => placed.begins[at] === at;
    const rows = { targets: withoutEnds(target.heads, data.targets), training, isFirst };
    const counts: Counts = countValues(rows, fieldSizes(target));
    return named((by) => countFigures(counts, rows, examples, by));
  },
});

const ofTexts: Evaluation = {
  unit: 'character',
  async measured(predictor, { sequences }, examples, context) {
    const surprises = await textSurprises(predictor, { sequences, samples: examples }, context);
    const bits = surprises.bits.map((mean, at) => mean * sequences.lengths[examples[at]]);
    const count = timestepsOf(sequences, examples);
    const of = { hits: surprises.hits, ranked: count, count };
    return { surprises, figures: figuresFor(bits, of) };
  },
  counted(data, examples) {
    const figures = textCountFigures(data.target, data, examples);
    return named((by) => figures[by]);
  },
};

function named(
  metricsBy: (by: 'value' | 'pair') => Metrics,
): readonly [NamedFigures, NamedFigures] {
  const figures = (name: string, by: 'value' | 'pair'): NamedFigures => {
    return { name, metrics: metricsBy(by), evidence: NO_SHARES };
  };
  return [figures('value frequency', 'value'), figures('bigram frequency', 'pair')];
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

/** `hits` of the `ranked` outcomes were the likeliest ones; the bits are those of `count` rows or characters. */
interface Surprised {
  readonly hits: number;
  readonly ranked: number;
  readonly count: number;
}

/** Computes the mean bits of a row or a character, and the share of values that were held likeliest. */
function figuresFor(bits: Float32Array, { hits, ranked, count }: Surprised): ShareFigures {
  const metrics = namedFigures([
    ['accuracy', hits / ranked],
    ['surprise', bits.reduce((sum, value) => sum + value / count, 0)],
  ]);
  const total = new Float64Array(1);
  for (const value of bits) total[0] = total[0] + value;
  const shares = new Map([
    ['accuracy', Float64Array.of(hits, ranked)],
    ['surprise', Float64Array.of(total[0], count)],
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

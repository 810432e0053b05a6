/**
 * Predicts for `mode=anomaly` what comes next, so that rows that nobody would expect stand out.
 *
 * @module
 */

import { refuseNonFinite } from '../../evaluate/finite.ts';
import { argmax } from '../../evaluate/probabilities.ts';
import { validationSeconds } from '../../evaluate/validation-time.ts';
import {
  type AnomalyTarget,
  type Head,
  headName,
  headSize,
  textHead,
} from '../../model/anomaly-target.ts';
import type { TaskPart } from '../../model/header.ts';
import type { RankTable } from '../../model/record.ts';
import type { ExplainedRow, Figure, PredictedRows, Task } from '../task.ts';
import { findAnomalies } from './anomalies.ts';
import { scorePart } from './anomaly-calibration.ts';
import { anomalyThreshold, checkAnomalyThreshold, DEFAULT_THRESHOLD } from './anomaly-threshold.ts';
import { meanSurprise, sharedHeads } from './compare-anomalies.ts';
import { trendFollower } from './entities/trend-follower.ts';
import { evaluateAnomalies } from './evaluate-anomalies.ts';
import { encodeAnomaly, learnAnomaly, planAnomaly } from './fit-anomaly.ts';
import { headExcess } from './head-excess.ts';
import { fieldOutcomes } from './heads.ts';
import { nextCharacters } from './next-characters.ts';
import { encodeOutcomes } from './outcomes.ts';
import { explainedText, predictTexts } from './predict-texts.ts';
import { createSurprises, writeSurprises } from './surprises.ts';
import { unseenRows } from './unseen-values.ts';

export const anomaly: Task<'anomaly'> = {
  reads: { calendar: true, integers: 'categories', outcomes: fieldOutcomes },
  plan: planAnomaly,
  learn: learnAnomaly,
  encode: encodeAnomaly,
  output(target) {
    const sizes = target.heads.map(headSize);
    const outputs = sizes.reduce((sum, size) => sum + size, 0);
    const last = { outputs, loss: 'categorical_crossentropy', heads: sizes } as const;
    return textHead(target) === undefined ? last : { ...last, outputsAt: 'every' };
  },
  epochFigure: { name: 'accuracy', of: ({ heads }) => headAccuracy(heads.map(headSize)) },
  threshold: {
    initial: () => DEFAULT_THRESHOLD,
    check(data, settings) {
      if (settings.split.split === 'none') return;
      const seconds = validationSeconds(data, settings.split);
      checkAnomalyThreshold(settings.threshold, data.validation.length, seconds, false);
    },
    of({ threshold, anomaly: calibration }, rule) {
      if (rule === undefined) return threshold;
      const { combined, seconds } = calibration;
      checkAnomalyThreshold(rule, combined.count, seconds, true);
      return anomalyThreshold(rule, calibration);
    },
  },
  stepTargets: ({ target, sequences }) =>
    textHead(target) === undefined ? undefined : nextCharacters(target, sequences),
  evaluate: (engine, data, { settings }, context) =>
    evaluateAnomalies({ engine, target: data.target }, data, settings, context),
  async predict(header, engine, { results, sequences, scored }, context) {
    const { target, anomaly: calibration } = header;
    if (textHead(target) !== undefined) {
      return await predictTexts(header, engine, { sequences, scored }, context);
    }
    const rows = Int32Array.from(scored, ({ row }) => row);
    const pauses = scored.map(({ pause }) => pause);
    const outcomes = encodeOutcomes(target, results, rows, pauses);
    const samples = Int32Array.from(scored, ({ sequence }) => sequence);
    const examples = { sequences, samples, outcomes };
    const anomalies = await findAnomalies({ engine, target }, calibration, examples, context);
    refuseNonFinite(anomalies.bits, scored.length);
    refuseNonFinite(anomalies.scores, scored.length);
    const unseen = unseenRows(header, target.heads, outcomes);
    return { mode: 'anomaly', anomalies, outcomes, unseen };
  },
  follow: trendFollower,
  explained: explainedScore,
  verdicts: {
    names: () => ['normal rows', 'anomalies'],
    of: (_, { anomalies: { scores } }, threshold) =>
      Int8Array.from(scores, (score) => Number(score >= Math.fround(threshold))),
    score:
      (_, { anomalies: { scores } }) =>
      (sample) =>
        scores[sample],
    // An anomaly score is the share of held-out rows below it.
    shares: (_, threshold) => [threshold, 1 - threshold],
  },
  comparison: {
    other: (target, old) =>
      sharedHeads(target, old).heads.length === 0
        ? 'no field has the same values in both models'
        : undefined,
    figures(fresh, old) {
      const [{ heads: all }, { heads: allOld }] = [fresh.part.target, old.part.target];
      const { heads, oldHeads } = sharedHeads(fresh.part.target, old.part.target);
      const [own, others] = [fresh.prediction.anomalies, old.prediction.anomalies];
      return {
        metrics: meanSurprise(own, all.length, heads, fresh.samples),
        oldMetrics: meanSurprise(others, allOld.length, oldHeads, old.samples),
      };
    },
  },
};

/** Returns the share of all outcomes that were the likeliest ones. */
function headAccuracy(heads: readonly number[]): Figure {
  return (logits, targets) => {
    let [hits, from] = [0, 0];
    for (let at = 0; at < targets.length; at++) {
      const size = heads[at % heads.length];
      if (argmax(logits, from, size) === targets[at]) hits++;
      from += size;
    }
    return hits / targets.length;
  };
}

/** A field's part is −log₂ of the share of held-out rows with a larger excess in it. */
function explainedScore(
  { target, anomaly: calibration }: TaskPart<'anomaly'>,
  { prediction: { anomalies, outcomes: all } }: Pick<PredictedRows<'anomaly'>, 'prediction'>,
  sample: number,
): ExplainedRow {
  const { heads } = target;
  if (anomalies.ofCharacters !== undefined) return explainedText(anomalies.ofCharacters, sample);
  const [first, end] = [sample * heads.length, (sample + 1) * heads.length];
  const outcomes = all.subarray(first, end);
  const fields = Array.from(anomalies.excess.subarray(first, end), (excess, index) => ({
    field: headName(heads[index] as Head),
    amount: scorePart(calibration.heads[index] as RankTable, excess) / Math.LN2,
    excess,
    value: headExcess(target, index, outcomes[index]),
  }));
  return {
    by: 'fields',
    fields,
    excessAfter: (logits) => excessOf(target, logits, outcomes),
  };
}

function excessOf(
  { heads }: AnomalyTarget,
  logits: Float32Array,
  outcomes: Float32Array,
): Float32Array {
  const found = createSurprises(1, heads.length);
  writeSurprises(heads.map(headSize), logits, outcomes, found);
  return found.excess;
}

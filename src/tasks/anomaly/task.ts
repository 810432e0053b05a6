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
  ENDS,
  type Head,
  headName,
  headSize,
  textHead,
} from '../../model/anomaly-target.ts';
import type { FitData } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { TaskPart } from '../../model/header.ts';
import type { Anomalies, Outcomes } from '../../model/prediction.ts';
import type { RankTable } from '../../model/record.ts';
import type { Context } from '../../network/context.ts';
import type { Predictor } from '../../network/engine.ts';
import type { ExplainedRow, NamedPart } from '../explained-row.ts';
import type { PredictedRows } from '../predicted-rows.ts';
import { sequencesAt } from '../sequences-at.ts';
import type { Figure, Task } from '../task.ts';
import { findAnomalies, surprisesOf } from './anomalies.ts';
import { scorePart } from './anomaly-calibration.ts';
import { anomalyThreshold, checkAnomalyThreshold, DEFAULT_THRESHOLD } from './anomaly-threshold.ts';
import { meanSurprise, sharedHeads } from './compare-anomalies.ts';
import { examplesWithEnds } from './ends.ts';
import { trendFollower } from './entities/trend-follower.ts';
import { evaluateAnomalies } from './evaluate-anomalies.ts';
import { evidenceName } from './evidence/columns.ts';
import { readOwnFeatures } from './evidence/number-rows.ts';
import { encodeAnomaly, learnAnomaly, planAnomaly } from './fit-anomaly.ts';
import { headExcess } from './head-excess.ts';
import { fieldOutcomes, oldOutputs } from './heads.ts';
import { nextCharacters } from './next-characters.ts';
import { oddExamples } from './odd-stretches.ts';
import { encodeOutcomes, outcomesOf } from './outcomes.ts';
import { explainedText, predictTexts } from './predict-texts.ts';
import { correctSurprises, createSurprises, writeSurprises } from './surprises.ts';
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
  oldOutputs,
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
  trainsOn: examplesWithEnds,
  stepTargets: ({ target, sequences }) =>
    textHead(target) === undefined ? undefined : nextCharacters(target, sequences),
  odd: findOdd,
  evaluate: evaluateAnomalies,
  async predict(header, engine, { results, sequences, scored }, context) {
    const { target, anomaly: calibration, encoder, evidence: kept } = header;
    if (textHead(target) !== undefined) {
      return await predictTexts(header, engine, { sequences, scored }, context);
    }
    const rows = Int32Array.from(scored, ({ row }) => row);
    const pauses = scored.map(({ pause }) => pause);
    const isEnd = (at: number): boolean => scored[at]?.isEnd ?? false;
    const came = encodeOutcomes(target, results, rows, { pauses, isEnd });
    const samples = sequencesAt(scored);
    const own = readOwnFeatures(kept, encoder, results, rows);
    const examples = { sequences, samples, came, own };
    const predictor = { engine, target, counts: kept && { kept, encoder } };
    const anomalies = await findAnomalies(predictor, calibration, examples, context);
    refuseNonFinite(anomalies.bits, scored.length);
    refuseNonFinite(anomalies.scores, scored.length);
    const unseen = unseenRows(header, target.heads, came);
    return { mode: 'anomaly', anomalies, came, unseen };
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

/** At most this share of the training rows is left out where the user did not say. */
const AUTO_CONTAMINATION = 0.02;

async function findOdd(
  engine: Predictor,
  data: FitData<'anomaly'>,
  { training: { contamination } }: FitSettings,
  context: Context,
): Promise<Int32Array> {
  const share = contamination === 'auto' ? AUTO_CONTAMINATION : contamination;
  if (share === 0 || textHead(data.target) !== undefined) return new Int32Array(0);
  const { sequences, target, training: samples } = data;
  const own = new Float32Array(0);
  const rows = { sequences, samples, came: outcomesOf(data, samples), own };
  const surprises = await surprisesOf({ engine, target }, rows, context);
  return oddExamples(data, surprises, share);
}

/** Returns the share of all outcomes that are known and were the likeliest ones. */
function headAccuracy(heads: readonly number[]): Figure {
  return (logits, targets) => {
    let [hits, known, from] = [0, 0, 0];
    for (let at = 0; at < targets.length; at++) {
      const size = heads[at % heads.length];
      if (!Number.isNaN(targets[at])) known++;
      if (argmax(logits, from, size) === targets[at]) hits++;
      from += size;
    }
    return hits / known;
  };
}

/** What the window of a row says does not explain what comes after the row. */
function isEnd(head: Head | undefined, outcome: number): boolean {
  return head?.kind === 'end' && outcome === ENDS;
}

/** A field's part is −log₂ of the share of held-out rows with a larger excess in it. */
function explainedScore(
  part: TaskPart<'anomaly'>,
  { prediction: { anomalies, came } }: Pick<PredictedRows<'anomaly'>, 'prediction'>,
  sample: number,
): ExplainedRow {
  const { target, anomaly: calibration } = part;
  const { heads } = target;
  if (anomalies.ofCharacters !== undefined) return explainedText(anomalies.ofCharacters, sample);
  const [first, end] = [sample * heads.length, (sample + 1) * heads.length];
  const own = { ...came, outcomes: came.outcomes.subarray(first, end) };
  const fields = Array.from(anomalies.excess.subarray(first, end), (excess, index) => {
    const far = came.beyond.get(first + index);
    return {
      field: headName(heads[index] as Head),
      amount: scorePart(calibration.heads[index] as RankTable, excess) / Math.LN2,
      excess,
      outside: far?.isUnseen ? far.side : undefined,
      value: isEnd(heads[index], own.outcomes[index])
        ? undefined
        : headExcess(target, index, own.outcomes[index], far?.bits),
    };
  });
  return {
    by: 'fields',
    fields,
    beside: evidenceParts(part, anomalies, sample),
    excessAfter: (logits) => excessOf(target, logits, own, first),
  };
}

/** Returns what evidence adds, as far as it is trusted. */
function evidenceParts(
  { target, anomaly: { evidence: tables = [], weights = [] }, evidence: kept }: TaskPart<'anomaly'>,
  { evidence: { amounts, heads } }: Anomalies,
  sample: number,
): NamedPart[] {
  if (kept === undefined) return [];
  return tables.map((table, column) => {
    const at = sample * tables.length + column;
    const amount = ((weights[column + 1] ?? 1) * scorePart(table, amounts[at])) / Math.LN2;
    return { field: evidenceName(kept, target.heads, { column, head: heads[at] }), amount };
  });
}

function excessOf(
  { heads }: AnomalyTarget,
  logits: Float32Array,
  { outcomes, beyond }: Outcomes,
  first: number,
): Float32Array {
  const found = createSurprises(1, heads.length);
  writeSurprises(heads.map(headSize), logits, outcomes, found);
  const far = Array.from(heads.keys()).flatMap((head) => {
    const one = beyond.get(first + head);
    return one === undefined ? [] : [[head, one] as const];
  });
  correctSurprises({ mode: 'anomaly', heads }, { outcomes, beyond: new Map(far) }, found);
  return found.excess;
}

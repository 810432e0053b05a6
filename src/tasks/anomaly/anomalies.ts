/**
 * Finds what a model of `mode=anomaly` says of rows.
 *
 * @module
 */

import { headSize } from '../../model/anomaly-target.ts';
import type { Anomalies, Surprises } from '../../model/prediction.ts';
import type { AnomalyCalibration } from '../../model/record.ts';
import type { Context } from '../../network/context.ts';
import { visitPredictions } from '../../network/predict-in-parts.ts';
import { anomalyScores } from './anomaly-calibration.ts';
import { Ends } from './ends.ts';
import { evidenceOf } from './evidence/evidence.ts';
import { newValues } from './new-values.ts';
import type { ExamplesWithOutcomes, Predictor } from './predictor.ts';
import {
  correctSurprises,
  createSurprises,
  NO_EVIDENCE,
  partOf,
  writeSurprises,
} from './surprises.ts';

/** The number of likeliest outcomes that are shown. */
export const EXPECTED = 3;

export async function surprisesOf(
  predictor: Predictor,
  rows: ExamplesWithOutcomes,
  context: Context,
): Promise<Surprises> {
  return await visitSurprises(predictor, rows, context, () => undefined);
}

export async function findAnomalies(
  predictor: Predictor,
  calibration: AnomalyCalibration,
  rows: ExamplesWithOutcomes,
  context: Context,
): Promise<Anomalies> {
  const sizes = predictor.target.heads.map(headSize);
  const count = rows.samples.length;
  const scores = new Float32Array(count);
  const leading = new Int32Array(count);
  const likeliest = new Int32Array(count * EXPECTED).fill(-1);
  const ends = endsOf(sizes);
  const outputs = ends.at(-1) ?? 0;
  const surprises = await visitSurprises(predictor, rows, context, (part, logits, first) => {
    const found = anomalyScores(calibration, part);
    scores.set(found.scores, first);
    leading.set(found.leading, first);
    for (const [at, head] of found.leading.entries()) {
      const size = sizes[head];
      const from = at * outputs + ends[head] - size;
      const place = (first + at) * EXPECTED;
      const out = likeliest.subarray(place, place + EXPECTED);
      writeLikeliest(logits.subarray(from, from + size), out);
    }
  });
  return { ...surprises, scores, leading, likeliest };
}

/** @param visit - gets the surprises and logits of a part, and the position of its first row */
async function visitSurprises(
  predictor: Predictor,
  rows: ExamplesWithOutcomes,
  context: Context,
  visit: (part: Surprises, logits: Float32Array, first: number) => void,
): Promise<Surprises> {
  const { engine, target, counts } = predictor;
  const { sequences, samples, came } = rows;
  const sizes = target.heads.map(headSize);
  const ends = await Ends.predict(predictor, rows, context);
  const outcomes = ends?.followed ?? came.outcomes;
  const evidence =
    counts === undefined
      ? NO_EVIDENCE
      : evidenceOf(counts.kept, { encoder: counts.encoder, target }, { ...rows, outcomes });
  const news = newValues(target.heads, outcomes);
  const surprises = { ...createSurprises(samples.length, sizes.length), evidence, news };
  await visitPredictions(engine, { sequences, samples }, context, (logits, { first }) => {
    const from = first * sizes.length;
    const length = (logits.length / engine.network.outputs) * sizes.length;
    const part = partOf(surprises, from, length);
    writeSurprises(sizes, logits, outcomes.subarray(from, from + length), part);
    correctSurprises(target, { ...came, outcomes }, part, from);
    ends?.replace(part, logits, first);
    visit(part, logits, first);
  });
  return surprises;
}

/** Returns where each head ends among the outputs. */
function endsOf(sizes: readonly number[]): number[] {
  let end = 0;
  return sizes.map((size) => {
    end += size;
    return end;
  });
}

/**
 * Writes the outcomes with the largest logits, the first of equals before others.
 *
 * @param logits - `[outcomes]`: those of one head
 * @param out - `[EXPECTED]`: −1 where nothing is written
 */
export function writeLikeliest(logits: Float32Array, out: Int32Array): void {
  for (let outcome = 0; outcome < logits.length; outcome++) {
    const logit = logits[outcome];
    let place = Math.min(outcome, EXPECTED);
    while (place > 0 && logit > logits[out[place - 1]]) {
      if (place < EXPECTED) out[place] = out[place - 1];
      place--;
    }
    if (place < EXPECTED) out[place] = outcome;
  }
}

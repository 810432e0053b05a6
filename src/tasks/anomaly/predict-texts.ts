/**
 * Predicts how odd texts are, by the mean surprise of their characters.
 *
 * @module
 */

import { OTHER } from '../../encode/field/category.ts';
import { orderOf, type Sequences } from '../../encode/rows/steps.ts';
import { refuseNonFinite } from '../../evaluate/finite.ts';
import type { ModelHeader } from '../../model/header.ts';
import type { CharacterExcess, Prediction } from '../../model/prediction.ts';
import type { Context } from '../../network/context.ts';
import type { Predictor } from '../../network/engine.ts';
import type { ExplainedRow } from '../explained-row.ts';
import type { RowToPredict } from '../predicted-rows.ts';
import { sequencesAt } from '../sequences-at.ts';
import { anomalyScores } from './anomaly-calibration.ts';
import { textSurprises } from './text-surprises.ts';

export async function predictTexts(
  { target, anomaly: calibration }: ModelHeader<'anomaly'>,
  engine: Predictor,
  {
    sequences,
    scored,
  }: { readonly sequences: Sequences; readonly scored: readonly RowToPredict[] },
  context: Context,
): Promise<Prediction<'anomaly'>> {
  const samples = sequencesAt(scored);
  const found = await textSurprises({ engine, target }, { sequences, samples }, context);
  refuseNonFinite(found.bits, samples.length);
  const { bits, excess, ranks, evidence, likeliest, ofCharacters, firsts } = found;
  const lengths = samples.map((sample) => sequences.lengths[sample]);
  const anomalies = {
    ...{ bits, excess, ranks, evidence, likeliest },
    ...anomalyScores(calibration, found),
    ofCharacters: { excess: ofCharacters, firsts, lengths },
  };
  refuseNonFinite(anomalies.scores, samples.length);
  const unseen = Uint8Array.from(samples, (sample) => Number(hasOther(sequences, sample)));
  const came = { outcomes: new Float32Array(samples.length), beyond: new Map() };
  return { mode: 'anomaly', anomalies, came, unseen };
}

function hasOther(sequences: Sequences, sample: number): boolean {
  const start = sequences.starts[sample];
  return orderOf(sequences)
    .subarray(start, start + sequences.lengths[sample])
    .includes(OTHER);
}

/** Returns what each character, and at last the end, added to the mean excess of a text. */
export function explainedText(
  { excess, firsts, lengths }: CharacterExcess,
  sample: number,
): ExplainedRow {
  const [first, length] = [firsts[sample], lengths[sample]];
  const amounts = Float64Array.from(excess.subarray(first, first + length), (one) => one / length);
  return { by: 'steps', amounts };
}

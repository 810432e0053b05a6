/**
 * Explains why a row is unusual to a model of `mode=anomaly`: its score ranks a sum of one part for each
 * field.
 *
 * A field's part is −log₂ of the share of held-out rows with a larger excess in it. Where typical rows
 * before would leave less than half of the excess, the row that caused it is looked for.
 *
 * @module
 */

import { reachOf } from '../encode/rows/sequence-spec.ts';
import { type AnomalyTarget, type Head, headName, headSize } from '../model/anomaly-target.ts';
import type { ModelHeader } from '../model/header.ts';
import type { RankTable } from '../model/record.ts';
import type { BuiltinEngine } from '../network/builtin-engine.ts';
import { scorePart } from '../tasks/anomaly/anomaly-calibration.ts';
import { createSurprises, writeSurprises } from '../tasks/anomaly/surprises.ts';
import { type Explained, headExcess } from '../tasks/explained.ts';
import type { Contribution, Explanation, ScoredRow } from './explanation.ts';
import { endLogits, integratedGradients, type Way } from './integrated-gradients.ts';

/**
 * @param way - the line from typical rows to the rows before this one
 * @param most - how many of the largest parts get the row that caused them
 */
export function explainParts(
  engine: BuiltinEngine,
  way: Way,
  { sequence, anomaly, target }: ModelHeader<'anomaly'>,
  { values: outcomes, excess }: ScoredRow,
  most: number,
): Explanation {
  if (excess === undefined) throw new Error('a row of mode=anomaly has an excess');
  const { heads } = target;
  const { lead } = reachOf(sequence);
  const typical = typicalExcess(engine, way, target, outcomes);
  const parts = Array.from(excess, (bits, index) => {
    return { index, amount: scorePart(anomaly.heads[index] as RankTable, bits) / Math.LN2 };
  }).sort((a, b) => b.amount - a.amount);
  const contributions = parts.map(({ index, amount }, at): Contribution => {
    const own = typical[index];
    const isOwn = at >= most || 2 * own >= excess[index];
    const explained = headExcess(target, index, outcomes[index]);
    const step = isOwn ? undefined : oddStep(engine, way, explained, own);
    const back = step === undefined ? 0 : lead + way.timesteps - 1 - step;
    return { field: headName(heads[index] as Head), amount, back };
  });
  return { contributions, from: 0, to: parts.reduce((sum, { amount }) => sum + amount, 0) };
}

/** Returns the excess of the same outcomes after typical rows, `[heads]`. */
function typicalExcess(
  engine: BuiltinEngine,
  way: Way,
  { heads }: AnomalyTarget,
  outcomes: Float32Array,
): Float32Array {
  const found = createSurprises(1, heads.length);
  const [logits = new Float32Array(0)] = endLogits(engine, way);
  writeSurprises(heads.map(headSize), logits, outcomes, found);
  return found.excess;
}

/**
 * Returns the step whose row added more to the excess of a field than its value has after typical rows;
 * `undefined` where none did.
 */
function oddStep(
  engine: BuiltinEngine,
  way: Way,
  explained: Explained,
  own: number,
): number | undefined {
  const { parts } = integratedGradients(engine, way, explained);
  const inputs = parts.length / way.timesteps;
  const steps = Array.from({ length: way.timesteps }, (_, step) =>
    parts.subarray(step * inputs, (step + 1) * inputs).reduce((sum, part) => sum + part, 0),
  );
  const most = Math.max(...steps);
  return most > own ? steps.indexOf(most) : undefined;
}

/**
 * Explains a row whose score ranks a sum of one part for each field.
 *
 * Where typical rows before would leave less than half of the excess, the row that caused it is looked for.
 *
 * @module
 */

import type { BuiltinEngine } from '../network/builtin-engine.ts';
import type { Explained, ExplainedRow } from '../tasks/explained-row.ts';
import type { Contribution, Explanation } from './explanation.ts';
import { endLogits, integratedGradients, type Way } from './integrated-gradients.ts';

/**
 * @param way - the line from typical rows to the rows before this one
 * @param lead - the rows from the last of them to this one
 * @param most - how many of the largest parts get the row that caused them
 */
export function explainParts(
  engine: BuiltinEngine,
  { way, lead }: { readonly way: Way; readonly lead: number },
  { fields, beside, excessAfter }: Extract<ExplainedRow, { by: 'fields' }>,
  most: number,
): Explanation {
  const [logits = new Float32Array(0)] = endLogits(engine, way);
  const typical = excessAfter(logits);
  const parts = fields
    .map((part, index) => ({ ...part, own: typical[index] }))
    .sort((a, b) => b.amount - a.amount);
  const contributions = parts.map((part, at): Contribution => {
    const { field, amount, excess, own, value, outside } = part;
    const isOwn = value === undefined || at >= most || outside !== undefined || 2 * own >= excess;
    const step = isOwn ? undefined : oddStep(engine, way, value, own);
    const back = step === undefined ? 0 : lead + way.timesteps - 1 - step;
    return { field, amount, back, outside };
  });
  const all = [...contributions, ...beside.map((part) => ({ ...part, back: 0 }))].sort(
    (a, b) => b.amount - a.amount,
  );
  return { contributions: all, from: 0, to: all.reduce((sum, { amount }) => sum + amount, 0) };
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

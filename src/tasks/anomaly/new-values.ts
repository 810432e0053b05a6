/**
 * Tells how rare rows are that hold a value which training rows did not have.
 *
 * Beside n rows that are like it, a new row is as likely as each of them to be the one that has a value of its
 * own. So where c of them have one, the chance of another is (c + 1) / (n + 1), whatever a network makes of the value.
 * Training rows are asked whether they have a value of their own as if each had not been there; held-out rows, whether
 * training lacked it. Of several fields, the row counts by the one in which that is rarest.
 *
 * It says how high the score of such a row is at least. What `top` calls an anomaly is another question, which
 * `unseen-values.ts` answers: there, values that a vocabulary has no room for are not new, and numbers beyond the range of
 * training are, which have a score by their tail here.
 *
 * @see V. Vovk, A. Gammerman and G. Shafer, "Algorithmic Learning in a Random World", 2005: conformal prediction
 * @module
 */

import { MIN_COUNT, OTHER } from '../../encode/field/category.ts';
import { type Head, headSize, isEmpty } from '../../model/anomaly-target.ts';
import { type FitData, targetsOf } from '../../model/examples.ts';

/**
 * Tells which values training rows had too seldom to know, or never.
 *
 * @param outcomes - `[rows, heads]`
 * @returns `[rows, heads]`: 1 where it is so
 */
export function newValues(heads: readonly Head[], outcomes: Float32Array): Uint8Array {
  return Uint8Array.from(outcomes, (outcome, at) =>
    Number(isNew(heads[at % heads.length] as Head, outcome)),
  );
}

/** Bins of numbers have tails, which are more precise. */
function isNew(head: Head, outcome: number): boolean {
  if (head.kind === 'category') return outcome === OTHER || isEmpty(head, outcome);
  return head.kind === 'number' && outcome === 0 && isEmpty(head, outcome);
}

/**
 * Returns the chance that a row has a new value in a field, or in one in which that is rarer, `[heads]`.
 *
 * @param held - what held-out rows have, `[rows, heads]`
 */
export function newValueShares(
  { target: { heads }, ...data }: FitData<'anomaly'>,
  held: Uint8Array,
): number[] {
  const flags = [ownValues(heads, targetsOf(data, data.training)), held];
  const rows = flags.reduce((sum, { length }) => sum + length / heads.length, 0);
  const ofHeads = heads.map((_, head) => {
    const count = flags.reduce((sum, own) => sum + countOf(own, head, heads.length), 0);
    return (count + 1) / (rows + 1);
  });
  const rarest = flags.flatMap((own) => [...rarestShares(ofHeads, own)]).sort((a, b) => a - b);
  return ofHeads.map((share) => {
    const firstAbove = rarest.findIndex((other) => other > share);
    return ((firstAbove === -1 ? rarest.length : firstAbove) + 1) / (rows + 1);
  });
}

/** Tells which values of training rows would be new if the row had not been among them. */
function ownValues(heads: readonly Head[], outcomes: Float32Array): Uint8Array {
  const counts = heads.map((head) => new Int32Array(headSize(head)));
  for (const [at, outcome] of outcomes.entries()) {
    const own = counts[at % heads.length] as Int32Array;
    own[outcome] = own[outcome] + 1;
  }
  return Uint8Array.from(outcomes, (outcome, at) => {
    const head = heads[at % heads.length] as Head;
    const count = counts[at % heads.length]?.[outcome] ?? 0;
    if (head.kind === 'category') return Number(outcome === OTHER || count <= MIN_COUNT);
    return Number(head.kind === 'number' && outcome === 0 && count === 1);
  });
}

function countOf(flags: Uint8Array, head: number, heads: number): number {
  let count = 0;
  for (let at = head; at < flags.length; at += heads) count += flags[at];
  return count;
}

/** Returns the least share of the fields in which a row has a new value; 1 where it has none. */
export function rarestShares(ofHeads: readonly number[], flags: Uint8Array): Float64Array {
  const least = new Float64Array(flags.length / ofHeads.length).fill(1);
  for (const [at, flag] of flags.entries()) {
    if (flag === 0) continue;
    const row = Math.floor(at / ofHeads.length);
    least[row] = Math.min(least[row], ofHeads[at % ofHeads.length] as number);
  }
  return least;
}

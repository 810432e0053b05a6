/**
 * Finds the sequences that are known to have ended.
 *
 * @module
 */

import type { PlacedRows } from './place-rows.ts';
import type { SequenceSpec } from './sequence-spec.ts';

/**
 * Returns the positions of the last rows of these sequences, ascending.
 *
 * With a gap, a sequence has ended when the gap is over: when the entity has a later sequence, or some row of
 * the results, of whatever entity, came more than a gap after the last one. Without a gap sequences end where
 * the results end.
 */
export function endedSequences(
  { rows, begins, times, entities }: Pick<PlacedRows, 'rows' | 'begins' | 'times' | 'entities'>,
  { gap }: Pick<SequenceSpec, 'gap'>,
): Int32Array {
  const lasts = begins.map((_, at) => at).filter((at) => begins[at + 1] !== begins[at]);
  if (gap === null) return lasts;
  if (times === undefined) return new Int32Array(0);
  const newest = rows.reduce((most, row) => Math.max(most, times[row]), Number.NEGATIVE_INFINITY);
  return lasts.filter((at) => {
    const isFollowed = at + 1 < rows.length && entities?.[rows[at + 1]] === entities?.[rows[at]];
    return isFollowed || newest - times[rows[at]] > gap;
  });
}

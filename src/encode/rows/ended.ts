/**
 * Finds the sequences that are known to have ended.
 *
 * @module
 */

import type { PlacedRows } from './place-rows.ts';
import type { SequenceSpec } from './sequence-spec.ts';

type Ended = Pick<PlacedRows, 'rows' | 'begins' | 'ranks' | 'times' | 'entities'>;

/**
 * Returns the positions of the last rows of these sequences, ascending.
 *
 * With a gap, a sequence has ended when the gap is over: when the entity has a later sequence, or some row of
 * the results, of whatever entity, came more than a gap after the last one. Without a gap, those have ended that
 * have been quiet for longer than `quiet`; where that is not given, sequences end where the results end.
 */
export function endedSequences(
  placed: Ended,
  { gap, quiet, time }: Pick<SequenceSpec, 'gap' | 'quiet' | 'time'>,
): Int32Array {
  const { rows, begins, times, entities } = placed;
  const lasts = begins.map((_, at) => at).filter((at) => begins[at + 1] !== begins[at]);
  const pause = gap ?? quiet;
  if (pause === undefined) return lasts;
  if (times === undefined && (gap !== null || time !== null)) return new Int32Array(0);
  const momentOf = momentsOf(placed);
  let newest = Number.NEGATIVE_INFINITY;
  for (const at of rows.keys()) newest = Math.max(newest, momentOf(at));
  return lasts.filter((at) => {
    const isFollowed = at + 1 < rows.length && entities?.[rows[at + 1]] === entities?.[rows[at]];
    return isFollowed || newest - momentOf(at) > pause;
  });
}

/** Returns when the row at a position came: in seconds, or among rows without times as so many-eth of all. */
export function momentsOf({
  rows,
  ranks,
  times,
}: Pick<PlacedRows, 'rows' | 'ranks' | 'times'>): (at: number) => number {
  return times === undefined ? (at) => ranks[at] : (at) => times[rows[at]];
}

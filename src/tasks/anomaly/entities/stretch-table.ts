/**
 * Ranks a statistic among those of held-out stretches of one length. The tail knows how few stretches it
 * was learnt from.
 *
 * @module
 */

import type { RankTable, StretchTable } from '../../../model/record.ts';
import { fitRankTable, shareAbove } from '../rank-table.ts';

/** The next point of a table has at most this many times the share above it: there are many tables. */
const STEP = 0.8;
/**
 * @param values - the statistic of each held-out stretch
 * @param units - which stretches belong together: the entity of each, or each is one of its own
 * @param leastTail - in the unit of the values: a tail is taken to fall no faster
 */
export function fitStretchTable(
  values: Float64Array,
  units: Int32Array,
  leastTail: number,
): StretchTable {
  const ranks = fitRankTable(values, leastTail, STEP);
  const last = lastOf(ranks);
  const beyond = new Set(units.filter((_, at) => values[at] > last));
  return { ranks, units: Math.max(1, beyond.size) };
}

/**
 * Returns the share of stretches above `value`. Beyond the last point, where the rest falls exponentially at a
 * rate estimated from m units, the share is the predictive one, (1 + excess / (m · mean excess))^−m, which falls
 * more slowly the fewer they are.
 *
 * @see J. F. Lawless, "Statistical Models and Methods for Lifetime Data", 2003, section 4.1, on predictions of
 *   exponential variables
 */
export function stretchShare({ ranks, units }: StretchTable, value: number): number {
  const last = lastOf(ranks);
  if (value < last) return shareAbove(ranks, value);
  const share = ranks.above.at(-1) as number;
  return share * (1 + (value - last) / (ranks.tail * units)) ** -units;
}

function lastOf({ values }: RankTable): number {
  return values.at(-1) as number;
}

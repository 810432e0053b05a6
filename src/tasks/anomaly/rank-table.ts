/**
 * Ranks a value among held-out ones by the share that is larger, from a table of some hundred points.
 *
 * Among n held-out values the share above x is (a + t/2 + ½)/(n + 1), a of them larger and t equal:
 * never 0 nor 1. Between two points of the table its logarithm is linear. Beyond the 99th percentile
 * (with few values, beyond the tenth largest) it falls exponentially, at a rate that the mean excess of the values
 * there gives, so that values larger than all held-out ones differ too.
 *
 * @module
 */

import { searchSorted } from '../../encode/field/search-sorted.ts';
import type { RankTable } from '../../model/record.ts';

/** The table's next point has at most this many times the share above it, unless it is to be coarser. */
const STEP = 0.97;

/** The tail begins where this share, or this number, of the values is larger. */
const TAIL_SHARE = 0.01;
const TAIL_VALUES = 10;

/**
 * Below this share the tail falls as 1/excess: no held-out rows can show such shares, and values far
 * out keep an order that float32 can show.
 */
const BEYOND_TELLING = 1e-5;

/** The significant digits of stored numbers. */
const DIGITS = 7;

/**
 * @param values - held-out values, at least one
 * @param leastTail - in the unit of the values: a tail is taken to fall no faster
 * @param step - the table's next point has at most this many times the share above it
 */
export function fitRankTable(
  values: Float64Array,
  leastTail: number,
  step: number = STEP,
): RankTable {
  const sorted = values.toSorted();
  const count = sorted.length;
  const tailShare = Math.min(0.5, Math.max(TAIL_SHARE, TAIL_VALUES / (count + 1)));
  const [points, above]: [number[], number[]] = [[], []];
  let start = 0;
  for (let end = 0; start < count; start = end) {
    const value = sorted[start];
    end = searchSorted(sorted, value, 'right');
    const share = (count - end + (end - start) / 2 + 0.5) / (count + 1);
    const isStep = points.length === 0 || share <= step * (above.at(-1) as number);
    const isTail = share <= tailShare;
    if (!isStep && !isTail && end < count) continue;
    points.push(rounded(value));
    above.push(rounded(share));
    if (isTail) break;
  }
  const last = points.at(-1) as number;
  const beyond = sorted.subarray(searchSorted(sorted, last, 'right'));
  const excess = beyond.reduce((sum, value) => sum + (value - last) / beyond.length, 0);
  return { values: points, above, tail: rounded(Math.max(leastTail, excess)), count };
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/** Returns the share of held-out values above `value`, above 0 and below 1. */
export function shareAbove(table: RankTable, value: number): number {
  const { values, above, tail } = table;
  const last = values.length - 1;
  if (value < values[last]) return shareWithin(table, value);
  return tailShare(above[last], (value - values[last]) / tail);
}

/** Returns −ln of the share above `value`, in a tail that falls exponentially however far out. */
export function natsAbove(table: RankTable, value: number): number {
  const { values, above, tail } = table;
  const last = values.length - 1;
  if (value < values[last]) return -Math.log(shareWithin(table, value));
  return (value - values[last]) / tail - Math.log(above[last]);
}

/** Returns the share above a value that is below the last one of the table. */
function shareWithin({ values, above, count }: RankTable, value: number): number {
  if (value < values[0]) return (count + 0.5) / (count + 1);
  const at = searchSorted(values, value, 'right');
  const [from, to] = [values[at - 1], values[at]];
  const [high, low] = [above[at - 1], above[at]];
  return high * (low / high) ** ((value - from) / (to - from));
}

/**
 * @param share - where the tail begins
 * @param excess - beyond it, in e-folds
 */
function tailShare(share: number, excess: number): number {
  const exponential = Math.max(0, Math.log(share / BEYOND_TELLING));
  const rest = excess - exponential;
  if (rest <= 0) return share * Math.exp(-excess);
  return (share * Math.exp(-exponential)) / (1 + rest);
}

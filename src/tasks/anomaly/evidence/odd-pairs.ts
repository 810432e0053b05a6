/**
 * Measures how unusual it is that two values come together that hardly ever did, though chance alone would have brought them
 * together often: an administrator at the kiosk, where both are common.
 *
 * Were the two independent, E = a · b / n of n rows would have had both, where a and b have one of them. That only c < E
 * had has the chance exp(−(E − c + c · ln(c / E))) at most (Chernoff's bound of a Poisson distribution). This
 * speaks of all c + 1 rows that have the pair, the row itself included, so that each has its part of it. A chance counts
 * only as far as it is less than that of the oddest of all pairs that could be tested (Bonferroni): so rare values,
 * and pairs of which chance expects few rows, never count.
 *
 * @see H. Chernoff, "A Measure of Asymptotic Efficiency for Tests of a Hypothesis Based on the Sum of
 *   Observations", Annals of Mathematical Statistics 23 (4), 1952
 * @module
 */

import type { RowCounts } from '../../../model/record.ts';
import { NO_PARENT } from './field-tree.ts';

/** The expected count from which on a pair can be tested, as with χ² (Cochran 1954). */
const LEAST_EXPECTED = 5;

/** How many rows have a pair, and each of its values, of how many in all. */
export interface PairOfValues {
  readonly together: number;
  readonly first: number;
  readonly second: number;
  readonly count: number;
}

/** Returns the bits by which a pair is odder than chance makes the oddest of the pairs; 0 at least. */
export function pairOddness(
  { together, first, second, count }: PairOfValues,
  testable: number,
): number {
  const expected = (first * second) / count;
  if (expected < LEAST_EXPECTED || together >= expected) return 0;
  const ofSeen = together === 0 ? 0 : together * Math.log(together / expected);
  const nats = (expected - together + ofSeen) / (together + 1) - Math.log(Math.max(1, testable));
  return Math.max(0, nats / Math.LN2);
}

/** Returns how many pairs of values, of heads and those that predict them, can be tested. */
export function testablePairs({
  count,
  parents,
  values,
}: Pick<RowCounts, 'count' | 'parents' | 'values'>): number {
  const descending = values.map((counts) => counts.toSorted((a, b) => b - a));
  let pairs = 0;
  for (const [head, parent] of parents.entries()) {
    if (parent === NO_PARENT) continue;
    const others = descending[parent] as readonly number[];
    for (const own of descending[head] as readonly number[]) {
      const first = others.findIndex((other) => own * other < LEAST_EXPECTED * count);
      if (first === 0) break;
      pairs += first < 0 ? others.length : first;
    }
  }
  return pairs;
}

/**
 * Warns of rows that are ordered by class, so that the newest ones are of other classes than the rest.
 *
 * @module
 */

import { pickRows } from '../encode/rows/row-lists.ts';
import type { Notice } from '../notice.ts';
import { classAreas } from './class-areas.ts';
import { groupByClass } from './labelled-rows.ts';

/** A class that its rank in time separates this well from the rest lies before or after it. */
const ORDERED = 0.99;

/**
 * Warns of rows that are ordered by class, for `split=time`.
 *
 * @param examples - all examples, as positions in the row order
 * @param targets - the class index of each position
 * @param ranks - the rank in time of each position
 */
export function classOrderNotices(
  classes: readonly string[],
  examples: Int32Array,
  targets: ArrayLike<number>,
  ranks: Int32Array,
): Notice[] {
  const labelled = groupByClass(examples, targets, classes.length);
  const times = pickRows(ranks, labelled.rows);
  const areas = classAreas(times, labelled).map(({ classIndex, byRank }) => ({
    classIndex,
    area: Math.max(byRank, 1 - byRank),
  }));
  const [first] = areas.toSorted((a, b) => b.area - a.area);
  if (first === undefined || first.area < ORDERED) return [];
  const of = classes.length > 2 ? ` for ${classes[first.classIndex]}` : '';
  const text = `The rows are ordered by class (AUC of time ${first.area.toFixed(3)}${of}): training and validation hold different classes. Use split=random, or a time range in which classes mix.`;
  return [{ level: 'WARN', text }];
}

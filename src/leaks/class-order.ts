/**
 * Rows that come class by class, so that the newest ones are of other classes than the rest.
 *
 * @module
 */

import { pickRows } from '../encode/rows/row-lists.ts';
import type { ClassTarget } from '../model/target.ts';
import type { Notice } from '../notice.ts';
import { classAreas } from './class-areas.ts';
import { groupByClass } from './labelled-rows.ts';

/** A class whose rank in time tells it this well from the rest is before or after it. */
const ORDERED = 0.99;

/**
 * For `split=time`.
 *
 * @param examples - all of them, as positions in the row order
 * @param targets - class index by position
 * @param ranks - rank in time by position
 */
export function classOrderNotices(
  { classes }: Pick<ClassTarget, 'classes'>,
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

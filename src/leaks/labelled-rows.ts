/**
 * Groups the rows whose class is known by class, and takes an even sample of them.
 *
 * @module
 */

import { evenlySpaced, groupRows } from '../encode/rows/row-lists.ts';

export interface LabelledRows {
  /** The rows of class 0, then those of class 1 and so on, each class in the order given. */
  readonly rows: Int32Array;
  /** `[classes + 1]`: where the rows of each class begin. */
  readonly begins: Int32Array;
}

/** A class, or the rest, with fewer rows than this is left out, because its figures may be chance. */
export const MIN_CLASS_ROWS = 20;

/** A class that is compared has at least this many rows in a sample, or all of its rows. */
const SAMPLED_CLASS_ROWS = 100;

/**
 * @param classOf - the class index of each row; NaN where unknown, which leaves the row out
 * @param classes - the number of classes
 */
export function groupByClass(
  rows: Int32Array,
  classOf: ArrayLike<number>,
  classes: number,
): LabelledRows {
  const known = rows.filter((row) => classOf[row] >= 0);
  return groupRows(known, (row) => classOf[row], classes);
}

/**
 * Returns the classes to compare with the rest: those with enough rows on both sides. Of two classes only
 * the second is returned, because the first gives the same area.
 */
export function comparedClasses({ rows, begins }: LabelledRows): number[] {
  const classes = Array.from({ length: begins.length - 1 }, (_, index) => index);
  return classes.slice(classes.length === 2 ? 1 : 0).filter((index) => {
    const count = begins[index + 1] - begins[index];
    return Math.min(count, rows.length - count) >= MIN_CLASS_ROWS;
  });
}

/**
 * Samples about `wanted` rows, evenly spaced in each class; more of a class that would otherwise hardly
 * occur.
 */
export function sampleByClass({ rows, begins }: LabelledRows, wanted: number): LabelledRows {
  if (rows.length <= wanted) return { rows, begins };
  const parts = Array.from({ length: begins.length - 1 }, (_, index) => {
    const own = rows.subarray(begins[index], begins[index + 1]);
    const least = own.length < MIN_CLASS_ROWS ? 1 : SAMPLED_CLASS_ROWS;
    return evenlySpaced(own, Math.max(least, Math.floor((own.length * wanted) / rows.length)));
  });
  const sampled = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  const sampledBegins = new Int32Array(begins.length);
  for (const [index, part] of parts.entries()) {
    const begin = sampledBegins[index];
    sampled.set(part, begin);
    sampledBegins[index + 1] = begin + part.length;
  }
  return { rows: sampled, begins: sampledBegins };
}

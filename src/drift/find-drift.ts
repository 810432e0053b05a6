/**
 * Compares rows with those of a model's fit.
 *
 * @module
 */

import type { DriftBaseline, DriftCounts } from '../model/record.ts';
import type { WatchedColumn } from '../readings/watched-columns.ts';
import { type Bins, type Counts, distance, ratio, rowsIn } from './block-statistics.ts';
import { FEWEST_ROWS, unknownCounts, valueCounts } from './drift-baseline.ts';

/** `Compared` is one comparison of rows with those of the fit. */
export interface Compared {
  /**
   * What was compared: the values of a field, whether the model knows them, or the
   * predictions.
   */
  readonly what: 'values' | 'unknown' | 'predictions';
  /** The column that was compared; it is absent for predictions. */
  readonly column?: WatchedColumn | undefined;
  /** `before` counts the rows of the fit in each bin, and `now` counts the rows at hand. */
  readonly before: Bins;
  readonly now: Bins;
  /** The distance as a multiple of the largest usual one: above 1 it is drift. */
  readonly excess: number;
}

/** `CountedRows` holds the counts of the rows at hand. */
export interface CountedRows {
  readonly columns: readonly WatchedColumn[];
  /** `[columns][bins]` */
  readonly counts: Counts;
  /** The number of rows with each prediction; it is empty where the target is a number. */
  readonly predictions: Bins;
  /** `expected` is the share of each prediction; by default it is that on the held-out rows of the fit. */
  readonly expected?: readonly number[] | undefined;
}

/** Returns the comparisons that there are enough rows for, the largest excess first. */
export function findDrift(
  baseline: DriftBaseline,
  { columns, counts, predictions, expected }: CountedRows,
): Compared[] {
  const { values, heldOut } = baseline;
  const categories = columns.filter(({ kind }) => kind === 'category');
  const last = categories.length;
  const compared = valueCounts(columns, counts).map((now, at) => ({
    what: 'values' as const,
    column: columns[at],
    ...compare(values, at, now),
  }));
  const unknown = unknownCounts(columns, counts).map((now, at) => ({
    what: 'unknown' as const,
    column: categories[at],
    ...compare(heldOut, at, now),
  }));
  const predicted = {
    what: 'predictions' as const,
    ...compare(heldOut, last, predictions, expected),
  };
  return [...compared, ...unknown, predicted]
    .filter((one): one is typeof one & Compared => one.excess !== undefined)
    .toSorted((a, b) => b.excess - a.excess);
}

/** Returns what has drifted. A field whose values are unknown to the model is reported for that alone. */
export function drifted(compared: readonly Compared[]): Compared[] {
  const far = compared.filter(({ excess }) => excess > 1);
  const unknown = far.flatMap(({ what, column }) => (what === 'unknown' ? column : []));
  return far.filter(
    ({ what, column }) => what !== 'values' || column === undefined || !unknown.includes(column),
  );
}

/**
 * Compares one column. The limit is that of the largest blocks that are not larger than the rows at hand:
 * it also holds for more rows, whose distance is smaller.
 */
function compare(
  baseline: DriftCounts | undefined,
  at: number,
  now: Bins,
  shares?: readonly number[],
): { readonly before: Bins; readonly now: Bins; readonly excess: number | undefined } {
  const before = shares ?? baseline?.counts[at] ?? [];
  const rows = rowsIn(now);
  const usual = baseline?.blocks.findLast((block) => block.rows <= rows);
  if (rows < FEWEST_ROWS || usual === undefined) return { before, now, excess: undefined };
  const own = ratio(distance(now, before), usual.distances[at] ?? 0, usual.rows);
  return { before, now, excess: own / usual.limit };
}

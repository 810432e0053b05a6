/**
 * Tells which rows of a fit lie before a moment, so that a smaller fit can be made of them.
 *
 * @module
 */

import type { FitData } from '../../model/examples.ts';

/** The order in time of a fit's rows is kept apart from the fit, which takes far more memory. */
export interface TimeOrder {
  /** `[rows of the results]`: the place of each row in time; −1 for one that the fit does not use. */
  readonly ranks: Int32Array;
  /** The places of the examples in time, ascending. */
  readonly examples: Int32Array;
}

/** @param examples - positions of those that count, in any order */
export function timeOrder(
  rowCount: number,
  { placed }: Pick<FitData, 'placed'>,
  examples: Int32Array,
): TimeOrder {
  const ranks = new Int32Array(rowCount).fill(-1);
  for (const [at, row] of placed.rows.entries()) ranks[row] = placed.ranks[at];
  return { ranks, examples: examples.map((at) => placed.ranks[at]).sort() };
}

/** Returns a test for the rows before the example that comes behind the first `count` ones. */
export function rowsOfFirst(
  { ranks, examples }: TimeOrder,
  count: number,
): (row: number) => boolean {
  const border = examples[count] ?? Number.POSITIVE_INFINITY;
  return (row) => ranks[row] >= 0 && ranks[row] < border;
}

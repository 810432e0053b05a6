/**
 * Counts encoded rows by the bins of all watched columns.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';
import type { WatchedColumn } from '../readings/watched-columns.ts';

/** This many rows are counted for one column after the other while they are in the processor's cache. */
const AT_ONCE = 256;

/**
 * Adds rows to counts.
 *
 * @param rows - the positions of rows among the steps, or with `window=fields` among the sequences
 * @param counts - `[columns][bins]`
 */
export function addRows(
  columns: readonly WatchedColumn[],
  sequences: Sequences,
  rows: Int32Array,
  counts: readonly Int32Array[],
): void {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.subarray(from, from + AT_ONCE);
    for (const [at, column] of columns.entries()) {
      column.count(sequences, some, counts[at] as Int32Array);
    }
  }
}

/** Returns counts `[columns][bins]` that are all 0. */
export function emptyCounts(columns: readonly WatchedColumn[]): Int32Array[] {
  return columns.map(({ bins }) => new Int32Array(bins));
}

/** Counts the rows given: `[columns][bins]`. */
export function countRows(
  columns: readonly WatchedColumn[],
  sequences: Sequences,
  rows: Int32Array,
): Int32Array[] {
  const counts = emptyCounts(columns);
  addRows(columns, sequences, rows, counts);
  return counts;
}

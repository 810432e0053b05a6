/**
 * Counts rows by the bins of all watched columns: a model stores the counts of the rows of its fit, and
 * later rows are compared with them.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';
import type { ModelHeader } from '../model/header.ts';
import type { DriftBaseline, DriftCounts } from '../model/record.ts';
import { readingOf } from '../readings/table.ts';
import { COMMON, RARE, UNKNOWN, type WatchedColumn } from '../readings/watched-columns.ts';
import { taskOf } from '../tasks/table.ts';
import { type Bins, type Counts, rowsIn } from './block-statistics.ts';

/** Drift is looked for in at least this many rows: fewer differ too much by chance. */
export const FEWEST_ROWS = 1000;

/**
 * A value of a category that a smaller share of the rows has is counted together with the other rare
 * ones.
 */
const COMMON_SHARE = 0.01;

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

/** Returns the counts of the rows given, `[columns][bins]`. */
export function countRows(
  columns: readonly WatchedColumn[],
  sequences: Sequences,
  rows: Int32Array,
): Int32Array[] {
  const counts = emptyCounts(columns);
  addRows(columns, sequences, rows, counts);
  return counts;
}

/** Returns how many values of each category are common; 0 for other columns. */
export function commonCounts(columns: readonly WatchedColumn[], counts: Counts): number[] {
  return columns.map(({ values }, at) => {
    const bins = counts[at] as Bins;
    const fewest = COMMON_SHARE * rowsIn(bins);
    const first = values.findIndex((_, value) => bins[COMMON + value] < fewest);
    return first < 0 ? values.length : first;
  });
}

/** Reads how many values of each category are common from the counts of a stored baseline. */
export function storedCommon({ values: { counts } }: DriftBaseline): number[] {
  return counts.map(({ length }) => length - 2);
}

/**
 * Returns the bins that are compared. Whether a value is unknown or just rare depends on how many rows
 * training had, so the two are one bin here.
 */
export function valueCounts(columns: readonly WatchedColumn[], counts: Counts): number[][] {
  return columns.map(({ kind }, at) => {
    const bins = Array.from(counts[at] as Bins);
    if (kind !== 'category') return bins;
    return [bins[UNKNOWN] + bins[RARE], ...bins.slice(COMMON)];
  });
}

/** Counts, for each category, the rows whose value the model knows, and the others. */
export function unknownCounts(columns: readonly WatchedColumn[], counts: Counts): number[][] {
  return columns.flatMap(({ kind }, at) => {
    if (kind !== 'category') return [];
    const bins = counts[at] as Bins;
    const unknown = bins[UNKNOWN];
    return [[rowsIn(bins) - unknown, unknown]];
  });
}

/** Tells whether a stored baseline, if there is one, has the columns and bins that scoring will count. */
export function hasFittingDrift({
  encoder,
  target,
  drift,
}: Pick<ModelHeader, 'encoder' | 'target' | 'drift'>): boolean {
  if (drift === undefined) return true;
  const columns = readingOf(encoder).watched(encoder, storedCommon(drift));
  const empty = columns.map(({ bins }) => new Int32Array(bins));
  const predictions = taskOf(target).verdicts.names(target);
  const unknown = unknownCounts(columns, empty);
  const heldOut = predictions.length === 0 ? unknown : [...unknown, predictions];
  return (
    fits(drift.values, valueCounts(columns, empty)) &&
    (drift.heldOut === undefined || fits(drift.heldOut, heldOut))
  );
}

function fits({ counts, blocks }: DriftCounts, expected: readonly { length: number }[]): boolean {
  return (
    counts.length === expected.length &&
    counts.every((bins, at) => bins.length === expected[at]?.length) &&
    blocks.every(({ distances }) => distances.length === expected.length)
  );
}

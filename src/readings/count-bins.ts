/**
 * Counts encoded rows by bin. Scoring runs through every value here, so each kind of column has a
 * loop of its own.
 *
 * @module
 */

import { binOf } from '../encode/field/bins.ts';
import { IP_FEATURES, networkOf } from '../encode/field/ip-features.ts';
import { DRIFT_BINS } from '../encode/field/numeric.ts';
import type { Sequences } from '../encode/rows/steps.ts';

/**
 * Adds rows to the counts of a column.
 *
 * @param rows - positions of steps, or of sequences where each row is one
 * @param counts - `[bins]`
 */
export type CountRows = (sequences: Sequences, rows: Int32Array, counts: Int32Array) => void;

/** The first column of a field, and whether a column after its own says that it is null. */
export interface MatrixColumn {
  readonly column: number;
  readonly hasNull: boolean;
}

/** Numbers are compared with this many edges; fewer are filled up. */
export const MOST_EDGES = DRIFT_BINS - 1;

/**
 * Counts by edge, not by bin: sums of comparisons need neither branches, which would be guessed wrong
 * half of the time, nor stores that wait for one another.
 *
 * @param edges - scaled, ascending, at most `MOST_EDGES`
 * @param fill - the bin of what stands for null
 */
export function countNumbers(
  { column, hasNull }: MatrixColumn,
  edges: readonly number[],
  fill: number,
): CountRows {
  const filledUp = new Float32Array(MOST_EDGES).fill(Number.POSITIVE_INFINITY);
  filledUp.set(edges);
  return ({ steps: { features, width } }, rows, counts) => {
    const [e0, e1, e2] = [filledUp[0], filledUp[1], filledUp[2]];
    const [e3, e4] = [filledUp[3], filledUp[4]];
    let [n0, n1, n2, n3, n4] = [0, 0, 0, 0, 0];
    for (let index = 0; index < rows.length; index++) {
      const value = features[rows[index] * width + column];
      n0 += Number(value >= e0);
      n1 += Number(value >= e1);
      n2 += Number(value >= e2);
      n3 += Number(value >= e3);
      n4 += Number(value >= e4);
    }
    addBins(counts, edges.length, [rows.length, n0, n1, n2, n3, n4, 0]);
    if (hasNull) moveNulls(counts, fill, countFlags(features, width, column + 1, rows));
  };
}

/**
 * Adds rows to the bins between edges.
 *
 * @param atLeast - the number of all rows, of those that reach each edge, and 0
 */
export function addBins(counts: Int32Array, edges: number, atLeast: readonly number[]): void {
  for (let bin = 0; bin <= edges; bin++) add(counts, bin, atLeast[bin] - atLeast[bin + 1]);
}

/** Returns the number of rows whose flag is set. */
function countFlags(
  features: Float32Array,
  width: number,
  column: number,
  rows: Int32Array,
): number {
  let count = 0;
  for (const row of rows) count += features[row * width + column];
  return count;
}

/** Moves nulls from the bin of what stood for them to their own, the last one. */
export function moveNulls(counts: Int32Array, from: number, nulls: number): void {
  add(counts, from, -nulls);
  add(counts, counts.length - 1, nulls);
}

/** @param edges - networks, ascending */
export function countNetworks(
  { column, hasNull }: MatrixColumn,
  edges: readonly number[],
): CountRows {
  return ({ steps: { features, width } }, rows, counts) => {
    for (const row of rows) {
      const at = row * width + column;
      const isNull = hasNull && features[at + IP_FEATURES] === 1;
      addOne(counts, isNull ? edges.length + 1 : binOf(edges, networkOf(features, at)));
    }
  };
}

/** @param bins - the bin of each index of the vocabulary */
export function countOneHot(column: number, bins: Uint8Array): CountRows {
  return ({ steps: { features, width } }, rows, counts) => {
    for (const row of rows) {
      const first = row * width + column;
      let index = 0;
      while (features[first + index] !== 1 && index < bins.length - 1) index++;
      addOne(counts, bins[index]);
    }
  };
}

/** @param bins - the bin of each index of the vocabulary */
export function countIndexes(column: number, bins: Uint8Array): CountRows {
  return ({ steps: { ids, idCount } }, rows, counts) => {
    for (const row of rows) {
      addOne(counts, bins[ids[row * idCount + column]]);
    }
  };
}

/** Adds a row to the count of a bin. */
export function addOne(counts: Int32Array, bin: number): void {
  add(counts, bin, 1);
}

function add(counts: Int32Array, bin: number, rows: number): void {
  counts[bin] = counts[bin] + rows;
}

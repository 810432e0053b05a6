/**
 * Counts encoded rows by bin. Scoring runs through every value here, so each kind of column has a
 * loop of its own, without calls and with few branches.
 *
 * @module
 */

import { binOf } from '../../encode/bins.ts';
import { IP_FEATURES, networkOf } from '../../encode/ip-features.ts';
import type { Sequences } from '../../encode/steps.ts';

/**
 * Adds rows to the counts of a column.
 *
 * @param rows - positions of rows: of steps, or with `window=fields` of sequences
 * @param counts - `[bins]`
 */
export type CountRows = (sequences: Sequences, rows: Int32Array, counts: Int32Array) => void;

/** Of a feature matrix: the first column of a field, and whether one behind its own says that it is null. */
export interface MatrixColumn {
  readonly column: number;
  readonly hasNull: boolean;
}

/** Edges that `countNumbers` compares with; fewer are filled up. */
export const MOST_EDGES = 7;

/** @param edges - scaled, ascending, at most `MOST_EDGES` */
export function countNumbers(
  { column, hasNull }: MatrixColumn,
  edges: readonly number[],
): CountRows {
  const [a, b, c, d, e, f, g] = filledUp(edges);
  const nullBin = edges.length + 1;
  return ({ steps: { features, width } }, rows, counts) => {
    for (let index = 0; index < rows.length; index++) {
      const at = (rows[index] as number) * width + column;
      const value = features[at] as number;
      // A sum of comparisons: the branches of a search would be guessed wrong half of the time.
      const bin =
        Number(value >= a) +
        Number(value >= b) +
        Number(value >= c) +
        Number(value >= d) +
        Number(value >= e) +
        Number(value >= f) +
        Number(value >= g);
      addOne(counts, hasNull && features[at + 1] === 1 ? nullBin : bin);
    }
  };
}

type Edges = readonly [number, number, number, number, number, number, number];

/** As float32, which features are; where there is no edge, one that no value reaches. */
function filledUp(edges: readonly number[]): Edges {
  const at = (index: number): number => Math.fround(edges[index] ?? Number.POSITIVE_INFINITY);
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6)];
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
      addOne(counts, bins[index] as number);
    }
  };
}

/** @param bins - the bin of each index of the vocabulary */
export function countIndexes(column: number, bins: Uint8Array): CountRows {
  return ({ steps: { ids, idCount } }, rows, counts) => {
    for (const row of rows) {
      addOne(counts, bins[ids[row * idCount + column] as number] as number);
    }
  };
}

/**
 * @param width - tokens of a row
 * @param base - the first token of this place in a row
 * @param bins - the bin of each token from `base` on
 */
export function countTokens(
  column: number,
  width: number,
  base: number,
  bins: Uint8Array,
): CountRows {
  return ({ order }, rows, counts) => {
    if (order === undefined) return;
    for (let index = 0; index < rows.length; index++) {
      const token = order[(rows[index] as number) * width + column] as number;
      addOne(counts, bins[token - base] as number);
    }
  };
}

function addOne(counts: Int32Array, bin: number): void {
  counts[bin] = (counts[bin] as number) + 1;
}

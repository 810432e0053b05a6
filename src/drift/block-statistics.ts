/**
 * Measures how far blocks of rows lie from all others: what is usual for rows that come one after the
 * other.
 *
 * Rows that follow one another resemble one another, so that a thousand of them differ from all rows by
 * far more than a thousand random rows would. What is usual is therefore measured on contiguous blocks.
 *
 * @module
 */

import type { BlockStatistics } from '../model/record.ts';
import { predictionLimit } from './prediction-limit.ts';

/** Each bin has the number of rows in it. */
export type Bins = ArrayLike<number>;

/** The counts have the shape `[columns][bins]`. */
export type Counts = readonly Bins[];

/** With fewer blocks too little is known of what is usual. */
export const FEWEST_BLOCKS = 8;

/**
 * A block that differs less counts as this, because how little it differs says nothing about those that
 * differ much.
 */
const LEAST_RATIO = 0.25;

/** Each size of blocks is this many times the one before it. */
const GROWTH = 4;

/**
 * @param blocks - blocks of equal size, in the order of time; a block may have no rows
 * @param chance - the chance with which the limit is exceeded although nothing has changed
 * @returns one entry for each size, ascending; none where the blocks are too few
 */
export function blockStatistics(blocks: readonly Counts[], chance: number): BlockStatistics[] {
  const found: BlockStatistics[] = [];
  for (let sized = blocks; sized.length >= FEWEST_BLOCKS; sized = merged(sized)) {
    const full = fullBlocks(sized);
    if (full.length >= FEWEST_BLOCKS) found.push(statisticsOf(full, chance));
  }
  return found;
}

/** Returns the sum of several counts. */
export function summed(counts: readonly Counts[]): Float64Array[] {
  const sums = (counts[0] ?? []).map(({ length }) => new Float64Array(length));
  for (const other of counts) {
    for (const [column, sum] of sums.entries()) addTo(sum, other[column] ?? []);
  }
  return sums;
}

function addTo(sum: Float64Array, bins: Bins): void {
  for (let bin = 0; bin < bins.length; bin++) {
    sum[bin] = sum[bin] + bins[bin];
  }
}

export function rowsIn(bins: Bins): number {
  let rows = 0;
  for (let bin = 0; bin < bins.length; bin++) rows += bins[bin];
  return rows;
}

/** Merges blocks into blocks of several times the size; the oldest ones that do not fill one are left out. */
function merged(blocks: readonly Counts[]): Counts[] {
  const count = Math.floor(blocks.length / GROWTH);
  const first = blocks.length - count * GROWTH;
  return Array.from({ length: count }, (_, at) =>
    summed(blocks.slice(first + at * GROWTH, first + (at + 1) * GROWTH)),
  );
}

/** Returns the blocks without those that have less than half as many rows as the largest. */
function fullBlocks(blocks: readonly Counts[]): Counts[] {
  const most = Math.max(...blocks.map(rowsOf));
  return blocks.filter((block) => 2 * rowsOf(block) >= most && most > 0);
}

function rowsOf(counts: Counts): number {
  return rowsIn(counts[0] ?? []);
}

function statisticsOf(blocks: readonly Counts[], chance: number): BlockStatistics {
  const total = summed(blocks);
  const rows = Math.max(...blocks.map(rowsOf));
  // The shape is [blocks][columns].
  const distances = blocks.map((block) =>
    total.map((all, column) => {
      const bins = block[column] as Bins;
      return distance(
        bins,
        all.map((count, bin) => count - bins[bin]),
      );
    }),
  );
  const sums = total.map((_, column) =>
    distances.reduce((sum, ofBlock) => sum + ofBlock[column], 0),
  );
  // A block is measured by what is usual for the other blocks, just as later rows will be.
  const largest = Float64Array.from(distances, (ofBlock) => {
    const others = sums.map((sum, column) => sum - ofBlock[column]);
    return largestRatio(
      ofBlock,
      others.map((sum) => sum / (blocks.length - 1)),
      rows,
    );
  });
  return {
    rows,
    distances: sums.map((sum) => sum / blocks.length),
    limit: Math.max(1, predictionLimit(largest, chance)),
  };
}

function largestRatio(
  distances: readonly number[],
  usual: readonly number[],
  rows: number,
): number {
  return distances.reduce(
    (largest, value, column) => Math.max(largest, ratio(value, usual[column], rows)),
    LEAST_RATIO,
  );
}

/**
 * Returns a distance as a multiple of the usual one, which is at least the distance that a single odd row
 * in the block makes: where nothing ever changes, one odd row is not drift.
 */
export function ratio(value: number, usual: number, rows: number): number {
  return value / Math.max(usual, 1 / Math.sqrt(rows));
}

/**
 * Computes Hellinger's distance of two distributions over the same bins, times √2: it needs no value in
 * any bin, and its noise is the same in large and in small bins.
 *
 * @returns 0…√2; 0 where one of them has no rows
 */
export function distance(bins: Bins, others: Bins): number {
  const [rows, otherRows] = [rowsIn(bins), rowsIn(others)];
  if (rows === 0 || otherRows === 0) return 0;
  let sum = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    const [share, other] = [bins[bin] / rows, others[bin] / otherRows];
    sum += (Math.sqrt(share) - Math.sqrt(other)) ** 2;
  }
  return Math.sqrt(sum);
}

/**
 * Counts training rows: how often each value came, each pair of a value with one of the field that predicts it best, and each
 * row as a whole.
 *
 * @module
 */

import type { RowCounts } from '../../../model/record.ts';
import { commonestKeys, countKeys } from './count-table.ts';
import { type CountedRows, fitFieldTree, NO_PARENT } from './field-tree.ts';
import { testablePairs } from './odd-pairs.ts';

/** The most pairs that all fields together keep. */
const MOST_PAIRS = 5000;

/** Rows are distinguished by a hash of their outcomes, of 32 bits (FNV-1a). */
const HASH_BASIS = 0x811c9dc5;
const HASH_PRIME = 0x01000193;

/**
 * @param sizes - outcomes of each head
 * @param parents - the head that predicts each one, learnt from the rows by default
 */
export function fitRowCounts(
  counted: CountedRows,
  sizes: readonly number[],
  parents: readonly number[] = fitFieldTree(counted, sizes),
): RowCounts {
  const { outcomes, rows } = counted;
  const width = sizes.length;
  const values = sizes.map((size, head) => {
    const counts = new Array<number>(size).fill(0);
    for (const row of rows) {
      const outcome = outcomes[row * width + head];
      counts[outcome] = (counts[outcome] as number) + 1;
    }
    return counts;
  });
  const pairs = sizes.map((size, head) => {
    const parent = parents[head] as number;
    if (parent === NO_PARENT) return commonestKeys(new Map());
    const keyOf = (row: number): number =>
      outcomes[row * width + parent] * size + outcomes[row * width + head];
    return commonestKeys(countKeys(rows, keyOf), mostPairs(width));
  });
  const hashes = countKeys(rows, (row) => rowHash(outcomes, row * width, width));
  return {
    count: rows.length,
    distinct: hashes.size,
    parents: [...parents],
    values,
    pairs,
    rows: commonestKeys(hashes),
    testable: testablePairs({ count: rows.length, parents, values }),
  };
}

/** Returns how many pairs the table of one of several heads may keep. */
export function mostPairs(width: number): number {
  return Math.ceil(MOST_PAIRS / width);
}

export function rowHash(outcomes: Float32Array, from: number, width: number): number {
  let hash = HASH_BASIS;
  for (let at = from; at < from + width; at++) {
    hash = Math.imul(hash ^ (outcomes[at] & 0xff), HASH_PRIME);
    hash = Math.imul(hash ^ (outcomes[at] >>> 8), HASH_PRIME);
  }
  return hash >>> 0;
}

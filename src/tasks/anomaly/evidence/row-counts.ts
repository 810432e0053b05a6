/**
 * Tells how rare a row is by how often training rows held the same in all their fields.
 *
 * A row that training rows never or seldom held is told by its fields: the share of each value among rows with
 * the same value in one other field, the one that tells most of it (`field-tree.ts`); and a value that never was
 * with that one by its own share. So a pair of common values that never came together is found, as is a
 * value that is rare by itself.
 *
 * With t the share that the tree of fields gives, and c of n rows equal, of which d differ from each other, a row
 * has the share (c + d·t) / (n + d). In the tree, with c of n rows that have the other field's value, d
 * values among these, and p the value's own share, it is (c + d·p) / (n + d). So the more new rows there were, the more
 * likely is another one.
 *
 * @see I. H. Witten and T. C. Bell, "The zero-frequency problem", IEEE Transactions on Information Theory
 *   37 (4), 1991
 * @module
 */

import type { CountTable, RowCounts } from '../../../model/record.ts';
import { commonestKeys, countKeys, lookUp } from './count-table.ts';
import { type CountedRows, fitFieldTree, NO_PARENT } from './field-tree.ts';

/** Every outcome counts as if it had been seen so often more. */
const SMOOTHING = 0.5;

/** Rows are told from each other by a hash of their outcomes, of 32 bits (FNV-1a). */
const HASH_BASIS = 0x811c9dc5;
const HASH_PRIME = 0x01000193;

/** @param sizes - outcomes of each head */
export function fitRowCounts(counted: CountedRows, sizes: readonly number[]): RowCounts {
  const { outcomes, rows } = counted;
  const width = sizes.length;
  const parents = fitFieldTree(counted, sizes);
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
    return commonestKeys(countKeys(rows, keyOf), Math.ceil(MOST_PAIRS / width));
  });
  const hashes = countKeys(rows, (row) => rowHash(outcomes, row * width, width));
  return {
    count: rows.length,
    distinct: hashes.size,
    parents,
    values,
    pairs,
    rows: commonestKeys(hashes),
  };
}

/** All fields together keep so many pairs. */
const MOST_PAIRS = 5000;

/** The bits by which rows surprise, `[rows]`, and the head of the value that surprises most. */
export interface RowBits {
  readonly bits: Float64Array;
  readonly heads: Int32Array;
}

/** @param outcomes - `[rows, heads]` */
export function rowBits(counts: RowCounts, outcomes: Float32Array): RowBits {
  const { count, parents, values, pairs } = counts;
  // Of no rows at all the tree alone, which then knows no value from another, tells.
  const distinct = Math.max(1, counts.distinct);
  const width = values.length;
  const rowCount = lookUp(counts.rows);
  const pairCounts = pairs.map(lookUp);
  const followers = pairs.map((table, head) => distinctAfter(table, sizeOf(values, head)));
  const sharesOf = values.map((own) => {
    return own.map((times) => (times + SMOOTHING) / (count + SMOOTHING * own.length));
  });
  const bits = new Float64Array(outcomes.length / width);
  const heads = new Int32Array(bits.length);
  for (let row = 0; row < bits.length; row++) {
    let [sum, most] = [0, Number.NEGATIVE_INFINITY];
    for (let head = 0; head < width; head++) {
      const outcome = outcomes[row * width + head];
      const own = (sharesOf[head] as number[])[outcome] as number;
      const parent = parents[head] as number;
      let share = own;
      if (parent !== NO_PARENT) {
        const given = outcomes[row * width + parent];
        const key = given * sizeOf(values, head) + outcome;
        const together = (pairCounts[head] as (key: number) => number)(key);
        const kinds = followers[head]?.get(given) ?? 1;
        const among = values[parent]?.[given] ?? 0;
        share = (together + kinds * own) / (among + kinds);
      }
      const surprise = -Math.log2(share);
      sum += surprise;
      if (surprise <= most) continue;
      most = surprise;
      heads[row] = head;
    }
    const equal = rowCount(rowHash(outcomes, row * width, width));
    bits[row] = -Math.log2((equal + distinct * 2 ** -sum) / (count + distinct));
  }
  return { bits, heads };
}

function sizeOf(values: RowCounts['values'], head: number): number {
  return (values[head] as readonly number[]).length;
}

/** Returns how many outcomes of a head came with each outcome of the one that predicts it. */
function distinctAfter({ keys }: CountTable, size: number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const key of keys) {
    const given = Math.floor(key / size);
    counts.set(given, (counts.get(given) ?? 0) + 1);
  }
  return counts;
}

function rowHash(outcomes: Float32Array, from: number, width: number): number {
  let hash = HASH_BASIS;
  for (let at = from; at < from + width; at++) {
    hash = Math.imul(hash ^ (outcomes[at] & 0xff), HASH_PRIME);
    hash = Math.imul(hash ^ (outcomes[at] >>> 8), HASH_PRIME);
  }
  return hash >>> 0;
}

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

/** Amounts of rows in bits, `[rows]`, and the head of the value that adds most. */
export interface RowBits {
  readonly bits: Float64Array;
  readonly heads: Int32Array;
}

/** What counts say of rows. */
export interface RowRarity {
  /** −log₂ of the share of the row. */
  readonly ofRows: RowBits;
  /**
   * By how many bits the least likely pair of values is less likely than if the two had nothing to do with each
   * other; 0 where no pair is. Rare values do not add to it.
   */
  readonly ofPairs: RowBits;
}

/** @param outcomes - `[rows, heads]` */
export function rowRarity(counts: RowCounts, outcomes: Float32Array): RowRarity {
  const { count } = counts;
  // Of no rows at all the tree alone, which then knows no value from another, tells.
  const distinct = Math.max(1, counts.distinct);
  const width = counts.values.length;
  const equalTo = lookUp(counts.rows);
  const sharesOf = fieldShares(counts, outcomes);
  const [ofRows, ofPairs] = [0, 1].map(() => {
    const rows = outcomes.length / width;
    return { bits: new Float64Array(rows), heads: new Int32Array(rows) };
  }) as [RowBits, RowBits];
  for (let row = 0; row < ofRows.bits.length; row++) {
    let [tree, largest] = [0, 0];
    for (let head = 0; head < width; head++) {
      const { own, given } = sharesOf(row * width, head);
      const surprise = -Math.log2(given);
      tree += surprise;
      if (surprise > largest) {
        largest = surprise;
        ofRows.heads[row] = head;
      }
      const apart = surprise + Math.log2(own);
      if (apart > ofPairs.bits[row]) {
        ofPairs.bits[row] = apart;
        ofPairs.heads[row] = head;
      }
    }
    const equal = equalTo(rowHash(outcomes, row * width, width));
    ofRows.bits[row] = -Math.log2((equal + distinct * 2 ** -tree) / (count + distinct));
  }
  return { ofRows, ofPairs };
}

/** Returns what tells the share of a value by itself, and given the value that predicts it. */
function fieldShares(
  { count, parents, values, pairs }: RowCounts,
  outcomes: Float32Array,
): (from: number, head: number) => { readonly own: number; readonly given: number } {
  const pairCounts = pairs.map(lookUp);
  const followers = pairs.map((table, head) => distinctAfter(table, sizeOf(values, head)));
  const shares = values.map((own) => {
    return own.map((times) => (times + SMOOTHING) / (count + SMOOTHING * own.length));
  });
  return (from, head) => {
    const outcome = outcomes[from + head];
    const own = shares[head]?.[outcome] as number;
    const parent = parents[head] as number;
    if (parent === NO_PARENT) return { own, given: own };
    const before = outcomes[from + parent];
    const together = pairCounts[head]?.(before * sizeOf(values, head) + outcome) ?? 0;
    const kinds = followers[head]?.get(before) ?? 1;
    const among = values[parent]?.[before] ?? 0;
    return { own, given: (together + kinds * own) / (among + kinds) };
  };
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

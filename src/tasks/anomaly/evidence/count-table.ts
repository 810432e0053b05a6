/**
 * Counts keys, and keeps the commonest of them.
 *
 * @module
 */

import type { CountTable } from '../../../model/record.ts';

/** The most keys of a table: some 30 kB of a model. */
const MOST_KEYS = 2000;

/** Counts the keys of rows. */
export function countKeys(
  rows: Int32Array,
  keyOf: (row: number) => number,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const key = keyOf(row);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Returns the commonest keys in ascending order; of equally common ones those that are less. */
export function commonestKeys(counts: ReadonlyMap<number, number>, most = MOST_KEYS): CountTable {
  const kept = [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || a - b)
    .slice(0, most)
    .sort(([a], [b]) => a - b);
  return { keys: kept.map(([key]) => key), counts: kept.map(([, count]) => count) };
}

/** Returns a function that returns how often a key was counted: 0 for one that is not kept. */
export function lookUp({ keys, counts }: CountTable): (key: number) => number {
  const known = new Map(keys.map((key, at) => [key, counts[at]]));
  return (key) => known.get(key) ?? 0;
}

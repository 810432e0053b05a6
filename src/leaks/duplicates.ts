/**
 * Held-out examples that occur among the training ones: a model need only remember them.
 *
 * @module
 */

import { searchSorted } from '../encode/field/search-sorted.ts';
import { sortNumbers } from '../encode/field/sort-numbers.ts';
import { pickRows } from '../encode/rows/row-lists.ts';
import { thousands } from '../errors.ts';
import type { Notice } from '../notice.ts';

/** Share of the held-out examples from which copies deserve a warning. */
const MANY = 0.01;

/**
 * How many of `held` have the hash of one of `training`.
 *
 * @param hashes - by example
 */
export function duplicateCount(
  hashes: Float64Array,
  training: Int32Array,
  held: Int32Array,
): number {
  const sorted = sortNumbers(pickRows(hashes, training));
  let count = 0;
  for (const example of held) {
    const hash = hashes[example];
    if (sorted[searchSorted(sorted, hash, 'left')] === hash) count++;
  }
  return count;
}

/** The held-out part of a fit that copies are looked for in. */
export interface HeldPart {
  readonly name: 'validation' | 'test';
  readonly unit: 'row' | 'window';
  readonly examples: number;
}

/** @param copies - examples of the part that are also training examples */
export function duplicateNotices(copies: number, { name, unit, examples }: HeldPart): Notice[] {
  if (copies === 0) return [];
  const share = copies / examples;
  const percent = share < 0.0005 ? 'less than 0.1' : (100 * share).toFixed(1);
  const be =
    copies === 1
      ? `is an exact copy of a training ${unit}`
      : `are exact copies of training ${unit}s`;
  const remedy =
    unit === 'row'
      ? 'remove copies with | dedup, or add fields that tell rows apart'
      : 'search a longer time range, or add fields that tell rows apart';
  const flatters = `which flatters the figures: ${remedy}.`;
  const text = `${thousands(copies)} of ${thousands(examples)} ${name} ${unit}s (${percent} %) ${be}, ${flatters}`;
  return [{ level: share >= MANY ? 'WARN' : 'INFO', text }];
}

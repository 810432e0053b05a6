/**
 * Counts held-out examples that occur among the training ones, too: a model need only remember them.
 *
 * @module
 */

import { sortNumbers } from '../encode/field/sort-numbers.ts';
import { pickRows } from '../encode/rows/row-lists.ts';
import { thousands } from '../errors.ts';
import type { Notice } from '../notice.ts';
import { fieldWords } from './excluding.ts';

/** From this share of the held-out examples on copies deserve a warning. */
const MANY = 0.01;

/**
 * Counts how many of `held` have the hash of one of `training`.
 *
 * @param hashes - the hash of each example
 */
export function duplicateCount(
  hashes: Float64Array,
  training: Int32Array,
  held: Int32Array,
): number {
  const [known, asked] = [training, held].map((examples) =>
    sortNumbers(pickRows(hashes, examples)),
  ) as [Float64Array, Float64Array];
  let [count, at] = [0, 0];
  for (let next = 0; next < asked.length; next++) {
    const hash = asked[next];
    while (at < known.length && known[at] < hash) at++;
    if (at < known.length && known[at] === hash) count++;
  }
  return count;
}

/** The held-out part of a fit in which copies are looked for. */
export interface HeldPart {
  readonly name: 'validation' | 'test';
  readonly unit: 'row' | 'window' | 'text';
  readonly examples: number;
  /** Copies have the same values of these fields. */
  readonly fields: readonly string[];
}

/** Says what to do about copies. */
function remedyOf({ unit, fields }: HeldPart): string {
  if (unit === 'window') return 'search a longer time range, or add fields that tell rows apart';
  const dedup = `remove copies with | dedup ${fieldWords(fields)}`;
  return unit === 'row' ? `${dedup}, or add fields that tell rows apart` : dedup;
}

/** @param copies - how many examples of the part are training examples, too */
export function duplicateNotices(copies: number, part: HeldPart): Notice[] {
  if (copies === 0) return [];
  const { name, unit, examples } = part;
  const share = copies / examples;
  const percent = share < 0.0005 ? 'less than 0.1' : (100 * share).toFixed(1);
  const be =
    copies === 1
      ? `is an exact copy of a training ${unit}`
      : `are exact copies of training ${unit}s`;
  const flatters = `which flatters the figures: ${remedyOf(part)}.`;
  const text = `${thousands(copies)} of ${thousands(examples)} ${name} ${unit}s (${percent} %) ${be}, ${flatters}`;
  return [{ level: share >= MANY ? 'WARN' : 'INFO', text }];
}

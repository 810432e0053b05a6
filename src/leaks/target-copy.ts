/**
 * Finds fields that are the target under another name or in another unit.
 *
 * @module
 */

import type { FieldColumn } from '../encode/field/column.ts';
import { listed, type Notice } from '../notice.ts';
import { NULL_VALUE } from './class-areas.ts';
import { knownPairs, type Pairs, pearson } from './correlation.ts';
import { excluding, MOST_EXCLUDED } from './excluding.ts';
import { valueReader } from './field-values.ts';
import type { KnownClasses, KnownNumbers, KnownTargets } from './known-targets.ts';
import type { LabelledRows } from './labelled-rows.ts';

/** A copy has a value in at least this many rows, and in at least this share of them. */
const MIN_ROWS = 20;
const KNOWN_SHARE = 0.99;

/** A factor and a constant must explain this share of the variance; the rest is rounding. */
const MIN_EXPLAINED = 1 - 1e-12;

/**
 * Says why a field is left out as a copy of the target, as the words of a message, or returns
 * `undefined`: either each of its values stands for one class and each class for one value, or it is the
 * target times a factor plus a constant.
 *
 * @param target - the name of the target
 */
export function copyReason(
  column: FieldColumn,
  target: string,
  known: KnownTargets,
): string | undefined {
  const isCopy = known.kind === 'classes' ? isOneToOne(column, known) : isAffine(column, known);
  return isCopy ? `a copy of ${target}` : undefined;
}

/** Warns of copies that are kept because they were named. */
export function copyNotices(fields: readonly string[], target: string): Notice[] {
  if (fields.length === 0) return [];
  const text = `Kept because named, though a copy of ${target}: ${listed(fields, MOST_EXCLUDED)}. The model will learn little else: leave out with ${excluding(fields)}.`;
  return [{ level: 'WARN', text }];
}

/**
 * Looks at a sample first, which shows of nearly all fields that they are no copy, so that few fields are
 * looked at in all rows.
 */
function isOneToOne(column: FieldColumn, { all, sample }: KnownClasses): boolean {
  if (countOneToOne(column, sample) === 0) return false;
  return isKnownEnough(countOneToOne(column, all), all.rows.length);
}

/** Returns how many rows have a value, if values and at least two classes stand for one another; else 0. */
function countOneToOne(column: FieldColumn, { rows, begins }: LabelledRows): number {
  const read = valueReader(column);
  const seen = new Set<number>();
  let known = 0;
  for (let index = 1; index < begins.length; index++) {
    const only = onlyValue(read, rows.subarray(begins[index - 1], begins[index]));
    if (only === undefined || seen.has(only.value)) return 0;
    if (only.count > 0) seen.add(only.value);
    known += only.count;
  }
  return seen.size >= 2 ? known : 0;
}

/**
 * Returns the value of rows and how many have it, while the others have none; `undefined` where they have two
 * values, which the first rows tell of most fields.
 */
function onlyValue(
  read: (row: number) => number,
  rows: Int32Array,
): { readonly value: number; readonly count: number } | undefined {
  let value = NULL_VALUE;
  let count = 0;
  for (let at = 0; at < rows.length; at++) {
    const own = read(rows[at]);
    if (own === NULL_VALUE) continue;
    if (count > 0 && own !== value) return undefined;
    value = own;
    count++;
  }
  return { value, count };
}

function isAffine(column: FieldColumn, { values, all, sample }: KnownNumbers): boolean {
  if (column.kind !== 'numeric') return false;
  const { numbers } = column;
  if (!isExact(knownPairs(numbers, values, sample))) return false;
  const pairs = knownPairs(numbers, values, all);
  return isKnownEnough(pairs.x.length, all.length) && isExact(pairs);
}

function isExact(pairs: Pairs): boolean {
  return pearson(pairs) ** 2 >= MIN_EXPLAINED;
}

function isKnownEnough(known: number, rows: number): boolean {
  return known >= MIN_ROWS && known >= KNOWN_SHARE * rows;
}

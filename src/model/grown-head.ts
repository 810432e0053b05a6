/**
 * Grows the heads of a model that a fit continues: outcomes keep their places, and new values stand after them.
 *
 * @module
 */

import {
  fitVocabulary,
  grownVocabulary,
  oldIndexes,
  vocabularySize,
} from '../encode/field/category.ts';
import type { FieldColumn } from '../encode/field/column.ts';
import { sortedValues } from '../encode/field/quantile.ts';
import { pickRows, range } from '../encode/rows/row-lists.ts';
import {
  emptyOf,
  type Head,
  headSize,
  outcomeCounts,
  valueCounts,
  type WithEmpty,
} from './anomaly-target.ts';
import type { NumberOutcomes } from './number-outcomes.ts';

/**
 * Returns a head with the outcomes that it has, and new values after them.
 *
 * @param rows - training rows
 */
export function grownHead(old: Head, column: FieldColumn, rows: Int32Array): Head {
  if (old.kind === 'number' && column.kind === 'numeric') {
    return { ...old, ...grownNumbers(old, pickRows(column.numbers, rows)) };
  }
  if (old.kind !== 'category' || column.kind === 'numeric') return old;
  const vocabulary = grownVocabulary(old.vocabulary, fitVocabulary(column.texts, rows));
  const counts = valueCounts(vocabulary, column.texts, rows);
  const before = oldIndexes(old.vocabulary, vocabulary);
  return { ...old, vocabulary, empty: stillEmpty(old, counts, before) };
}

/** @param pauses - the seconds before training rows, NaN where there is no row before */
export function grownPauseHead(old: Head, pauses: Float64Array): Head {
  return old.kind === 'pause' ? { ...old, ...grownNumbers(old, pauses) } : old;
}

/** The bins and tails stay; what no row had before and none has now is empty. */
function grownNumbers(
  old: NumberOutcomes & WithEmpty,
  values: Float64Array,
): NumberOutcomes & WithEmpty {
  const counts = outcomeCounts(old.edges, values);
  const sorted = sortedValues(values);
  const { tails } = old;
  const known = tails && sorted.length > 0 ? withExtremes(tails, sorted) : tails;
  return { edges: old.edges, tails: known, empty: stillEmpty(old, counts, range(counts.length)) };
}

/** @param sorted - ascending, at least one value */
function withExtremes(
  { below, above }: NonNullable<NumberOutcomes['tails']>,
  sorted: Float64Array,
): NonNullable<NumberOutcomes['tails']> {
  const [least, most] = [sorted[0], sorted.at(-1) as number];
  return {
    below: { ...below, extreme: Math.min(below.extreme, least) },
    above: { ...above, extreme: Math.max(above.extreme, most) },
  };
}

/**
 * @param counts - of the new training rows by outcome
 * @param before - `[outcomes]`: the old outcome that each one was
 */
function stillEmpty(
  { empty: old }: WithEmpty,
  counts: Int32Array,
  before: Int32Array,
): WithEmpty['empty'] {
  const found = emptyOf(counts);
  if (old === undefined || found === undefined) return undefined;
  const outcomes = found.outcomes.filter((outcome) =>
    old.outcomes.includes(before[outcome] as number),
  );
  return outcomes.length === 0 ? undefined : { outcomes, rows: old.rows + found.rows };
}

/**
 * Returns what outcome of an old head each outcome was: new values were `other`.
 *
 * @param head - `old`, or what it has grown to
 */
export function oldOutcomes(old: Head, head: Head): Int32Array {
  if (!('vocabulary' in old && 'vocabulary' in head)) return range(headSize(head));
  const values = oldIndexes(old.vocabulary, head.vocabulary);
  // Behind the characters of a text is its end.
  return head.kind === 'text'
    ? Int32Array.from([...values, vocabularySize(old.vocabulary)])
    : values;
}

/**
 * What a field is: a number, an IP address or a category.
 *
 * @module
 */

import { isIP } from 'node:net';
import { isDecimal, isNonFinite } from './number.ts';
import { isDate } from './time.ts';

export type Kind = 'numeric' | 'ip' | 'category';

/** Share of the values that must be of a kind for the field to be of it. */
const MAJORITY = 0.95;

/** In a field with more distinct texts than this few come again. */
const MOST_REMEMBERED = 1000;

/** Identifiers are looked for in results of at least this many rows. */
const MIN_ROWS_FOR_IDENTIFIERS = 100;

/**
 * The kind of a field by its values in `rows`; values that are not finite count for no kind.
 *
 * @returns `undefined` when the field has no value in these rows
 */
export function kindOf(texts: readonly string[], rows: Iterable<number>): Kind | undefined {
  const counts = { null: 0, nonFinite: 0, numeric: 0, ip: 0, category: 0 };
  const kindOfText = remembering(kindOfValue);
  for (const row of rows) counts[kindOfText(texts[row] as string)]++;
  const counted = counts.numeric + counts.ip + counts.category;
  if (counted === 0) return undefined;
  if (counts.numeric >= MAJORITY * counted) return 'numeric';
  return counts.ip >= MAJORITY * counted ? 'ip' : 'category';
}

function kindOfValue(text: string): Kind | 'null' | 'nonFinite' {
  const trimmed = text.trim();
  if (trimmed === '') return 'null';
  if (isDecimal(trimmed)) return 'numeric';
  if (isNonFinite(trimmed)) return 'nonFinite';
  return isIP(trimmed) === 0 ? 'category' : 'ip';
}

/** `judge`, which looks only once at texts that come again, unless the field has many. */
function remembering<Verdict>(judge: (text: string) => Verdict): (text: string) => Verdict {
  const known = new Map<string, Verdict>();
  return (text) => {
    if (known.size === MOST_REMEMBERED) return judge(text);
    const found = known.get(text);
    if (found !== undefined) return found;
    const verdict = judge(text);
    known.set(text, verdict);
    return verdict;
  };
}

/**
 * Why a field looks like an identifier, as the words of a message, or `undefined`: it would let a
 * model learn rows by heart, or learn their position in time.
 *
 * @param texts - all rows, in the order in which they came
 */
export function identifierReason(texts: readonly string[]): string | undefined {
  if (texts.length < MIN_ROWS_FOR_IDENTIFIERS) return undefined;
  const kind = kindOf(texts, texts.keys());
  if (kind !== 'numeric') return textReason(texts, kind);
  const hasNull = texts.some((text) => text.trim() === '');
  return hasNull ? undefined : counterReason(Float64Array.from(texts, Number));
}

/** For a field that holds no numbers. */
function textReason(texts: readonly string[], kind: Kind | undefined): string | undefined {
  const distinct = new Set<string>();
  let [values, dates] = [0, 0];
  const isDateText = remembering(isDate);
  for (const text of texts) {
    const trimmed = text.trim();
    if (trimmed === '') continue;
    distinct.add(trimmed);
    values++;
    if (isDateText(trimmed)) dates++;
  }
  if (values > 0 && dates >= MAJORITY * values) return 'a date';
  if (kind !== 'category' || distinct.size <= values / 2) return undefined;
  return distinct.size === texts.length
    ? 'a different value in every row'
    : 'more than half of its values are distinct';
}

/**
 * The same for a field that has a number in every row: integers that only rise, or only fall, from row
 * to row.
 */
export function counterReason(numbers: Float64Array): string | undefined {
  if (numbers.length < MIN_ROWS_FOR_IDENTIFIERS) return undefined;
  const sign = Math.sign(numbers[1] - numbers[0]);
  if (sign === 0) return undefined;
  const isCounter = numbers.every(
    (value, row) =>
      Number.isSafeInteger(value) && (row === 0 || Math.sign(value - numbers[row - 1]) === sign),
  );
  return isCounter ? 'a number that counts the rows' : undefined;
}

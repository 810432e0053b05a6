/**
 * Tells what a field is: a number, an IP address or a category.
 *
 * @module
 */

import { isAddress } from './ip.ts';
import { isDecimal, isNonFinite } from './number.ts';
import { remembering } from './remembering.ts';
import { isDate } from './time.ts';

export type Kind = 'numeric' | 'ip' | 'category';

/** Tells of what kind a text is. */
export type TextKinds = (text: string) => Kind | 'null' | 'nonFinite';

/** A field is of a kind when at least this share of its values is. */
const MAJORITY = 0.95;

/** Identifiers are looked for in results of at least this many rows. */
const MIN_ROWS_FOR_IDENTIFIERS = 100;

/** Returns what tells the kinds of the texts of one field, each distinct one of which is looked at once. */
export function textKinds(): TextKinds {
  return remembering(kindOfValue);
}

/**
 * Returns the kind of a field by its values in `rows`; values that are not finite are not counted.
 *
 * @param kinds - tells the kinds of the field's texts
 * @returns `undefined` when the field has no value in these rows
 */
export function kindOf(
  texts: readonly string[],
  rows: ArrayLike<number>,
  kinds: TextKinds = textKinds(),
): Kind | undefined {
  const counts = { null: 0, nonFinite: 0, numeric: 0, ip: 0, category: 0 };
  for (let at = 0; at < rows.length; at++) counts[kinds(texts[rows[at]] as string)]++;
  const counted = counts.numeric + counts.ip + counts.category;
  if (counted === 0) return undefined;
  if (counts.numeric >= MAJORITY * counted) return 'numeric';
  return counts.ip >= MAJORITY * counted ? 'ip' : 'category';
}

function kindOfValue(text: string): ReturnType<TextKinds> {
  const trimmed = text.trim();
  if (trimmed === '') return 'null';
  if (isDecimal(trimmed)) return 'numeric';
  if (isNonFinite(trimmed)) return 'nonFinite';
  return isAddress(trimmed) ? 'ip' : 'category';
}

/** These are the reasons why a text looks like an identifier. */
const ALL_DISTINCT = 'a different value in every row';
const MOSTLY_DISTINCT = 'more than half of its values are distinct';

/**
 * Says why a field looks like an identifier, as the words of a message, or returns `undefined`: such a
 * field would let a model learn rows by heart, or learn their position in time.
 *
 * @param texts - the texts of all rows, in the order in which they came
 * @param kinds - tells the kinds of these texts
 */
export function identifierReason(
  texts: readonly string[],
  kinds: TextKinds = textKinds(),
): string | undefined {
  if (texts.length < MIN_ROWS_FOR_IDENTIFIERS) return undefined;
  const kind = kindOf(texts, [...texts.keys()], kinds);
  if (kind !== 'numeric') return textReason(texts, kind);
  const hasNull = texts.some((text) => text.trim() === '');
  return hasNull ? undefined : counterReason(Float64Array.from(texts, Number));
}

/** Gives the reason for a field that holds no numbers. */
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
  return distinct.size === texts.length ? ALL_DISTINCT : MOSTLY_DISTINCT;
}

/** Tells whether a field holds texts, most of which differ from each other, and no dates. */
export function isMostlyDistinct(texts: readonly string[]): boolean {
  return isOfTexts(identifierReason(texts));
}

/** Tells whether a reason is that of texts, most of which differ. */
export function isOfTexts(reason: string | undefined): boolean {
  return reason === ALL_DISTINCT || reason === MOSTLY_DISTINCT;
}

/**
 * Gives the reason for a field that has a number in every row: the numbers are integers that only rise,
 * or only fall, from row to row.
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

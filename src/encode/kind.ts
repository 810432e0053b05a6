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

/** Identifiers are looked for in results of at least this many rows. */
const MIN_ROWS_FOR_IDENTIFIERS = 100;

/**
 * The kind of a field by its values in `rows`; values that are not finite count for no kind.
 *
 * @returns `undefined` when the field has no value in these rows
 */
export function kindOf(texts: readonly string[], rows: Iterable<number>): Kind | undefined {
  let [values, nonFinite, decimals, ips] = [0, 0, 0, 0];
  for (const row of rows) {
    const text = (texts[row] as string).trim();
    if (text === '') continue;
    values++;
    if (isDecimal(text)) decimals++;
    else if (isNonFinite(text)) nonFinite++;
    else if (isIP(text) !== 0) ips++;
  }
  const counted = values - nonFinite;
  if (counted === 0) return undefined;
  if (decimals >= MAJORITY * counted) return 'numeric';
  return ips >= MAJORITY * counted ? 'ip' : 'category';
}

/**
 * Why a field looks like an identifier, as the words of a message, or `undefined`: it would let a
 * model learn rows by heart, or learn their position in time.
 *
 * @param texts - all rows, in the order in which they came
 */
export function identifierReason(texts: readonly string[]): string | undefined {
  if (texts.length < MIN_ROWS_FOR_IDENTIFIERS) return undefined;
  const values = texts.map((text) => text.trim()).filter((text) => text !== '');
  if (values.length === 0) return undefined;
  const kind = kindOf(values, values.keys());
  if (kind === 'numeric') {
    return values.length === texts.length
      ? counterReason(Float64Array.from(values, Number))
      : undefined;
  }
  if (values.filter(isDate).length >= MAJORITY * values.length) return 'a date';
  const distinct = new Set(values).size;
  if (kind !== 'category' || distinct <= values.length / 2) return undefined;
  return distinct === texts.length
    ? 'a different value in every row'
    : 'more than half of its values are distinct';
}

/**
 * The same for a field that has a number in every row: integers that only rise, or only fall, from row
 * to row.
 */
export function counterReason(numbers: Float64Array): string | undefined {
  if (numbers.length < MIN_ROWS_FOR_IDENTIFIERS) return undefined;
  const sign = Math.sign((numbers[1] as number) - (numbers[0] as number));
  if (sign === 0) return undefined;
  const isCounter = numbers.every(
    (value, row) =>
      Number.isSafeInteger(value) &&
      (row === 0 || Math.sign(value - (numbers[row - 1] as number)) === sign),
  );
  return isCounter ? 'a number that counts the rows' : undefined;
}

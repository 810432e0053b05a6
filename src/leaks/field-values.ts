/**
 * Reads the values of a field as numbers that can be sorted.
 *
 * @module
 */

import type { FieldColumn } from '../encode/field/column.ts';
import { comparable } from '../encode/field/number.ts';
import { remembering } from '../encode/field/remembering.ts';
import { sortNumbers } from '../encode/field/sort-numbers.ts';
import { countRepeats, NULL_VALUE } from './class-areas.ts';
import { textHash } from './hash-lanes.ts';

/**
 * Returns a numeric field's numbers, or for texts a hash of the text by which they are compared: a
 * dictionary of a million texts would be slower.
 *
 * @returns one number for each of `rows`; `NULL_VALUE` for null
 */
export function fieldValues(column: FieldColumn, rows: Int32Array): Float64Array {
  const values = new Float64Array(rows.length);
  if (column.kind === 'numeric') {
    const { numbers } = column;
    for (let at = 0; at < rows.length; at++) {
      const value = numbers[rows[at]];
      values[at] = Number.isNaN(value) ? NULL_VALUE : value;
    }
    return values;
  }
  const read = textReader(column.texts);
  for (let at = 0; at < rows.length; at++) values[at] = read(rows[at]);
  return values;
}

/** Returns what reads the value of one row as `fieldValues` does. */
export function valueReader(column: FieldColumn): (row: number) => number {
  return column.kind === 'numeric' ? numberReader(column.numbers) : textReader(column.texts);
}

function numberReader(numbers: Float64Array): (row: number) => number {
  return (row) => {
    const value = numbers[row];
    return Number.isNaN(value) ? NULL_VALUE : value;
  };
}

function textReader(texts: readonly string[]): (row: number) => number {
  const read = remembering(valueOfText);
  return (row) => read(texts[row] as string);
}

function valueOfText(text: string): number {
  const compared = comparable(text);
  return compared === '' ? NULL_VALUE : textHash(compared);
}

/**
 * Tells whether most rows have a value that occurs three times. It looks at all rows of some values,
 * because a sample of rows cannot distinguish such values from those that occur once.
 *
 * @param wanted - about how many rows to look at
 */
export function mostlyRepeat(values: Float64Array, wanted: number): boolean {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const limit = 2 ** 32 * Math.min(1, wanted / values.length);
  const picked = new Float64Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    const mixed = Math.imul(words[2 * at] ^ words[2 * at + 1], 0x9e3779b1);
    const isPicked = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca77) >>> 0 < limit;
    if (isPicked) picked[count++] = values[at];
  }
  const { rareRows } = countRepeats(sortNumbers(picked.subarray(0, count)));
  return rareRows <= count / 2;
}

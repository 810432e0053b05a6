/**
 * Learns the scale of a target of numbers, and standardises the number of each row.
 *
 * @module
 */

import { isText, parseNumber } from '../../encode/field/number.ts';
import { UserError } from '../../errors.ts';
import type { NumberTarget } from '../../model/target.ts';

/** Mean and spread lie below this; predictions many times as large are still numbers. */
const LARGEST = 1e30;

/**
 * @param mode - the task, and what to do about text
 * @throws UserError when a target of numbers holds text
 */
export function refuseText(
  field: string,
  texts: readonly string[],
  mode: { readonly name: string; readonly instead: string },
): void {
  const odd = texts.find(isText);
  if (odd === undefined) return;
  throw new UserError(
    `mode=${mode.name} needs numbers, and the target ${field} holds "${odd.trim().slice(0, 40)}": ${mode.instead}.`,
  );
}

/**
 * Learns the mean and the spread of a target of numbers.
 *
 * @param rows - training rows
 * @throws UserError when the rows hold fewer than two distinct numbers, or numbers too large
 */
export function fitNumberTarget(
  field: string,
  texts: readonly string[],
  rows: Int32Array,
): NumberTarget {
  const values = Array.from(rows, (row) => parseNumber(texts[row]));
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value / known.length, 0);
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2 / known.length, 0);
  // Rounding gives equal numbers a spread.
  if (known.every((value) => value === known[0])) {
    const found = known.length === 0 ? 'no number' : `only the value ${known[0]}`;
    throw new UserError(
      `The target ${field} has ${found} in the training rows: there is nothing to learn.`,
    );
  }
  const scale = Math.sqrt(variance);
  // Predictions are float32.
  if (!(Math.abs(mean) + scale < LARGEST)) {
    throw new UserError(
      `The target ${field} holds numbers too large to learn, beyond ${LARGEST}: scale it with | eval, or leave those rows out.`,
    );
  }
  return { mode: 'regress', field, mean, scale };
}

/** Returns the number of each row as the network sees it; NaN for null. */
export function standardised(
  { mean, scale }: Pick<NumberTarget, 'mean' | 'scale'>,
  texts: readonly string[],
): Float64Array {
  return Float64Array.from(texts, (text) => (parseNumber(text) - mean) / scale);
}

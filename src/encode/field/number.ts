/**
 * Reads numbers from the text of results, which know no types.
 *
 * A number is a finite decimal: `[+-]digits[.digits][e±digits]`. `NaN`, `Infinity` and numbers too
 * large for a double are null; other text is null in a numeric field. Each kind of null is counted.
 *
 * @module
 */

import { decodeCell } from '../../results/result-block.ts';

const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** A double holds any decimal integer of this many digits exactly. */
const EXACT_DIGITS = 15;

const DECIMAL = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const NON_FINITE = /^(?:nan|[+-]?inf(?:inity)?)$/i;

export function isDecimal(text: string): boolean {
  return isShortDecimal(text) || (DECIMAL.test(text) && Number.isFinite(Number(text)));
}

/**
 * Tells whether `text` is a decimal without exponent that cannot be too large: the usual case, which a
 * loop recognises several times faster than a regular expression.
 */
function isShortDecimal(text: string): boolean {
  if (text.length > EXACT_DIGITS) return false;
  const first = text.charCodeAt(0);
  const start = first === MINUS || first === PLUS ? 1 : 0;
  const whole = textDigitsEnd(text, start);
  if (whole === text.length) return whole > start;
  if (whole === start || text.charCodeAt(whole) !== POINT) return false;
  return whole + 1 < text.length && textDigitsEnd(text, whole + 1) === text.length;
}

function textDigitsEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  return at;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** Tells whether `text` stands for a number that is not finite. */
export function isNonFinite(text: string): boolean {
  return NON_FINITE.test(text) || (DECIMAL.test(text) && !Number.isFinite(Number(text)));
}

/** Returns the number in `text`, or NaN. */
export function parseNumber(text: string): number {
  if (isShortDecimal(text)) return Number(text);
  const trimmed = text.trim();
  const value = DECIMAL.test(trimmed) ? Number(trimmed) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

/** A double holds these powers of ten exactly. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => 10 ** power);

/**
 * Does what `parseNumber` does for a cell, without making text of the usual decimals: an integer of at
 * most 15 digits over a power of ten, both exact in a double, is rounded once, as the number itself would
 * be.
 *
 * @see Clinger, How to Read Floating Point Numbers Accurately, 1990
 */
export function parseNumberCell(bytes: Buffer, start: number, end: number): number {
  const sign = bytes[start];
  const first = sign === MINUS || sign === PLUS ? start + 1 : start;
  const whole = digitsEnd(bytes, first, end);
  const hasPoint = whole < end && bytes[whole] === POINT;
  const last = hasPoint ? digitsEnd(bytes, whole + 1, end) : whole;
  const decimals = hasPoint ? last - whole - 1 : 0;
  const count = whole - first + decimals;
  const isDecimalText = last === end && whole > first && (!hasPoint || decimals > 0);
  if (!isDecimalText || count > EXACT_DIGITS) return parseNumber(decodeCell(bytes, start, end));
  const digits = readDigits(bytes, whole + 1, last, readDigits(bytes, first, whole, 0));
  const value = digits / POWERS_OF_TEN[decimals];
  return sign === MINUS ? -value : value;
}

function digitsEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at])) at++;
  return at;
}

/** Appends digits to the integer `before`. */
function readDigits(bytes: Buffer, start: number, end: number, before: number): number {
  let digits = before;
  for (let at = start; at < end; at++) digits = 10 * digits + bytes[at] - ZERO;
  return digits;
}

/**
 * Returns the text by which values are compared: numbers compare as numbers (`6` = `6.0`), the rest as
 * trimmed text. Integers that a double cannot represent exactly keep their text.
 */
export function comparable(text: string): string {
  const trimmed = text.trim();
  if (!DECIMAL.test(trimmed)) return trimmed;
  const value = Number(trimmed);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value === 0 ? 0 : value) : trimmed;
}

/** Tells whether a value is neither null nor a number, not even one that is not finite. */
export function isText(text: string): boolean {
  if (!Number.isNaN(parseNumber(text))) return false;
  const trimmed = text.trim();
  return trimmed !== '' && !isNonFinite(trimmed);
}

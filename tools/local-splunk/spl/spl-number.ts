/**
 * Keeps numbers as eval does: each knows how many of its digits count.
 *
 * A product or quotient has as many significant digits as its least precise operand, a sum as many
 * decimals; a number without decimal point, and zero, count as exact. Calculations go on in full, and the
 * result is rounded where it becomes a field: `3*0.5` is 2, `3/2` is 1.5. `exact()` turns that off.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eval
 * @see https://wiki.splunk.com/Community:BadMath
 * @module
 */
import { isNumber } from './compare.ts';

export interface SplNumber {
  readonly value: number;
  /** The number of significant digits; Infinity for an exact number. */
  readonly digits: number;
}

/** `exact()` shows this many digits. */
const EXACT_DIGITS = 15;

/** @returns undefined when `text` is not a number */
export function readNumber(text: string): SplNumber | undefined {
  if (!isNumber(text)) return undefined;
  const mantissa = text.trim().replace(/[eE].*$/, '');
  const digits = mantissa.replace(/^[+-]?0*\.?0*/, '').replace('.', '').length;
  const isExact = !mantissa.includes('.') || digits === 0;
  return { value: Number(text), digits: isExact ? Infinity : digits };
}

/** @returns undefined, eval's null, where the result is not finite */
export function combine(
  value: number,
  operands: readonly SplNumber[],
  operator?: '+' | '-',
): SplNumber | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (operator === undefined) return { value, digits: Math.min(...operands.map((o) => o.digits)) };
  const decimals = Math.min(...operands.map(decimalsOf));
  return { value, digits: decimals + magnitude(value) };
}

export function exact({ value }: SplNumber): SplNumber {
  return { value, digits: Infinity };
}

/** Returns the text that a field shows. */
export function numberText({ value, digits }: SplNumber): string {
  if (Number.isInteger(value)) return String(value);
  const shown = digits === Infinity ? EXACT_DIGITS : Math.max(1, Math.min(digits, EXACT_DIGITS));
  return String(Number(value.toPrecision(shown)));
}

function decimalsOf({ value, digits }: SplNumber): number {
  return digits - magnitude(value);
}

/** Returns the number of digits before the decimal point; 0 and fewer for numbers below 1. */
function magnitude(value: number): number {
  return value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value))) + 1;
}

/**
 * Reads numbers from the text of results, which know no types.
 *
 * A number is a finite decimal: `[+-]digits[.digits][e±digits]`. `NaN`, `Infinity` and numbers too
 * large for a double are null; other text is null in a numeric field. Each kind of null is counted.
 *
 * @module
 */

const DECIMAL = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const NON_FINITE = /^(?:nan|[+-]?inf(?:inity)?)$/i;

export function isDecimal(text: string): boolean {
  return DECIMAL.test(text) && Number.isFinite(Number(text));
}

/** Whether `text` stands for a number that is not finite. */
export function isNonFinite(text: string): boolean {
  return NON_FINITE.test(text) || (DECIMAL.test(text) && !Number.isFinite(Number(text)));
}

/** The number in `text`, or NaN. */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  const value = DECIMAL.test(trimmed) ? Number(trimmed) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

/**
 * The text by which values are compared: numbers compare as numbers (`6` = `6.0`), the rest as
 * trimmed text. Integers that a double cannot tell apart keep their text.
 */
export function comparable(text: string): string {
  const trimmed = text.trim();
  if (!DECIMAL.test(trimmed)) return trimmed;
  const value = Number(trimmed);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value === 0 ? 0 : value) : trimmed;
}

/** Writes numbers as text for results. */

/** This many digits distinguish any two float32. */
const MAX_DIGITS = 9;

/** Between these two JavaScript writes a number without exponent, and float32 has 9 digits at most. */
const LEAST = 1e-6;
const MOST = 1e6;

const POWERS_OF_TEN = Float64Array.from({ length: 16 }, (_, power) => 10 ** power);

/** Returns the shortest text that reads back as the same float32; `''` for what is no finite one. */
export function floatText(value: number): string {
  const wanted = Math.fround(value);
  if (!Number.isFinite(wanted)) return '';
  const size = Math.abs(wanted);
  const text = size > LEAST && size < MOST ? decimalText(size) : undefined;
  if (text === undefined) return String(fewestDigits(wanted));
  return wanted < 0 ? `-${text}` : text;
}

/**
 * Finds the number as an integer over a power of ten, because trying each length as text takes twenty times
 * as long. JavaScript writes it with these digits alone, as they are fewer than tell two float64 apart.
 */
function decimalText(wanted: number): string | undefined {
  if (Number.isInteger(wanted)) return undefined;
  for (let places = 1; places < POWERS_OF_TEN.length; places++) {
    const power = POWERS_OF_TEN[places] as number;
    const decimal = Math.round(wanted * power) / power;
    if (Math.fround(decimal) === wanted) return String(decimal);
  }
  return undefined;
}

function fewestDigits(wanted: number): number {
  for (let digits = 1; digits < MAX_DIGITS; digits++) {
    const rounded = Number(wanted.toPrecision(digits));
    if (Math.fround(rounded) === wanted) return rounded;
  }
  return Number(wanted.toPrecision(MAX_DIGITS));
}

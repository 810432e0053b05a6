/** Numbers as text in results. */

/** Digits that always tell two float32 apart. */
const MAX_DIGITS = 9;

/** Between these a number's digits, as an integer, and the power of ten below them are exact. */
const LEAST = 1e-12;
const MOST = 1e9;

/** The shortest text that reads back as the same float32; `''` for NaN. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return '';
  const wanted = Math.fround(value);
  const size = Math.abs(wanted);
  const shortest = size > LEAST && size < MOST ? fewestDigits(wanted) : undefined;
  return String(shortest ?? fewestDigitsOfAny(wanted));
}

/** By arithmetic: trying each length as text takes twenty times as long. */
function fewestDigits(wanted: number): number | undefined {
  const places = -Math.floor(Math.log10(Math.abs(wanted)));
  for (let digits = 1; digits <= MAX_DIGITS; digits++) {
    const power = places + digits - 1;
    const scale = 10 ** Math.abs(power);
    const rounded =
      power < 0 ? Math.round(wanted / scale) * scale : Math.round(wanted * scale) / scale;
    if (Math.fround(rounded) === wanted) return rounded;
  }
  return undefined;
}

function fewestDigitsOfAny(wanted: number): number {
  for (let digits = 1; digits < MAX_DIGITS; digits++) {
    const rounded = Number(wanted.toPrecision(digits));
    if (Math.fround(rounded) === wanted) return rounded;
  }
  return Number(wanted.toPrecision(MAX_DIGITS));
}

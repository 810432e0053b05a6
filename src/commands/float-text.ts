/** Numbers as text in results. */

/** Digits that always tell two float32 apart. */
const MAX_DIGITS = 9;

/** The shortest text that reads back as the same float32; `''` for NaN. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return '';
  const wanted = Math.fround(value);
  for (let digits = 1; digits < MAX_DIGITS; digits++) {
    const text = wanted.toPrecision(digits);
    if (Math.fround(Number(text)) === wanted) return String(Number(text));
  }
  return String(Number(wanted.toPrecision(MAX_DIGITS)));
}

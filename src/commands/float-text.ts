/** Numbers as text in results. */

/** Digits that always tell two float32 apart. */
const MAX_DIGITS = 9;

/** The shortest text that reads back as the same float32; `''` for NaN. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return '';
  const wanted = Math.fround(value);
  let shortest = Number(wanted.toPrecision(MAX_DIGITS));
  // More digits never read back worse, and most numbers need nearly all: the search begins there.
  for (let digits = MAX_DIGITS - 1; digits > 0; digits--) {
    const shorter = Number(wanted.toPrecision(digits));
    if (Math.fround(shorter) !== wanted) break;
    shortest = shorter;
  }
  return String(shortest);
}

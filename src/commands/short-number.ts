const SHOWN_DIGITS = 4;

/** A number as messages show it. */
export function short(value = 0): string {
  return String(Number(value.toPrecision(SHOWN_DIGITS)));
}

/**
 * A mistake the person at the search bar can fix; its message is shown to them verbatim.
 *
 * Everything else that is thrown is a defect in this app: the dialogue reports it with a reference
 * in the UI, and its stack goes to the log.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/**
 * Writes an integer as messages show it: `1,234`. `toLocaleString` would load a language first, which
 * takes 20 ms.
 */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Writes a number as messages show it, rounded to a number of significant digits. */
export function short(value = 0, digits = 4): string {
  return String(Number(value.toPrecision(digits)));
}

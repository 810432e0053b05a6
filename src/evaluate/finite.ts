/**
 * Checks what a model says for the last time, before anybody sees it.
 *
 * @module
 */

import { thousands, UserError } from '../errors.ts';
import { counted } from '../notice.ts';

/**
 * A value that is not finite never becomes a result.
 *
 * @param values - as many for each of `rows` rows
 * @throws UserError with the rows that have one
 */
export function refuseNonFinite(values: Float32Array, rows: number): void {
  const width = values.length / rows;
  let odd = 0;
  // A loop: every() would make an object of each number.
  for (let at = 0; at < values.length; at++) {
    if (Number.isFinite(values[at])) continue;
    odd++;
    at += width - 1 - (at % width);
  }
  if (odd === 0) return;
  throw new UserError(
    `The model gives no finite number for ${thousands(odd)} of ${counted(rows, 'row')}: leave out rows with values far beyond those of its training, or train it again.`,
  );
}

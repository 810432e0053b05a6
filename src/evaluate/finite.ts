/**
 * The last check of what a model says, before anybody sees it.
 *
 * @module
 */

import { range } from '../encode/rows/row-lists.ts';
import { thousands, UserError } from '../errors.ts';
import { counted } from '../notice.ts';

/**
 * A value that is not finite never becomes a result.
 *
 * @param values - as many for each of `rows` rows
 * @throws UserError with the rows that have one
 */
export function refuseNonFinite(values: Float32Array, rows: number): void {
  if (values.every(Number.isFinite)) return;
  const width = values.length / rows;
  const odd = range(rows).filter((row) => {
    return !values.subarray(row * width, (row + 1) * width).every(Number.isFinite);
  }).length;
  throw new UserError(
    `The model gives no finite number for ${thousands(odd)} of ${counted(rows, 'row')}: leave out rows with values far beyond those of its training, or train it again.`,
  );
}

/**
 * Finds the rows that are held out, when first rows of entities, rows without a target and entities of a
 * single row are counted too. They are examples of no part, and scoring will see their like.
 *
 * @module
 */

import type { PlacedRows } from '../../encode/rows/place-rows.ts';

const UNKNOWN = 0;
const TRAINED = 1;
const HELD = 2;

/**
 * A row that training does not read lies in the part of the next row of its sequence, and behind the last one
 * whose part is known in that of the row before it in time.
 *
 * @param read - positions that training windows read
 * @param isHeldOut - whether the row at a position is a held-out example
 * @returns `[placed]`: 1 where the row at a position is held out
 */
export function heldOutRows(
  { begins, ranks }: Pick<PlacedRows, 'begins' | 'ranks'>,
  read: Int32Array,
  isHeldOut: (at: number) => boolean,
): Uint8Array {
  const parts = new Uint8Array(begins.length);
  for (const at of read) parts[at] = TRAINED;
  for (let at = parts.length - 1; at >= 0; at--) {
    if (isHeldOut(at)) parts[at] = HELD;
    const isLast = begins[at + 1] !== begins[at];
    if (parts[at] === UNKNOWN && !isLast) parts[at] = parts[at + 1];
  }
  let before = TRAINED;
  for (const at of byTime(ranks)) {
    if (parts[at] === UNKNOWN) parts[at] = before;
    before = parts[at];
  }
  return parts.map((part) => Number(part === HELD));
}

/** Returns the positions of rows, ascending in time. */
export function byTime(ranks: Int32Array): Int32Array {
  const inTime = new Int32Array(ranks.length);
  for (const [at, rank] of ranks.entries()) inTime[rank] = at;
  return inTime;
}

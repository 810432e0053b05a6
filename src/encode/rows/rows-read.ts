/**
 * Finds the rows that training windows read: they are more than the rows that these windows predict.
 * Encoders learn from them, since a value that stands only in first rows of entities is a value of
 * training too.
 *
 * @module
 */

import { range } from './row-lists.ts';
import type { Split } from './split.ts';
import type { Sequences } from './steps.ts';

/**
 * Returns the positions that training examples read or predict, without those that another part predicts.
 * No example predicts the first rows of an entity, and rows without a target are no examples, but
 * training windows read both. A row that no training window reads is left to the part in which it lies.
 *
 * @param spans - for each position, which rows are read for it
 */
export function rowsRead(
  { training, validation, test }: Split,
  { starts, lengths }: Pick<Sequences, 'starts' | 'lengths'>,
): Int32Array {
  const isRead = new Uint8Array(starts.length);
  let end = 0;
  for (const at of training) {
    const start = starts[at];
    isRead.fill(1, Math.max(start, end), start + lengths[at]);
    end = Math.max(end, start + lengths[at]);
    isRead[at] = 1;
  }
  for (const held of [validation, test]) for (const at of held) isRead[at] = 0;
  return range(starts.length).filter((at) => isRead[at] === 1);
}

/**
 * Names what to type for another reading of the same rows.
 *
 * @module
 */

import type { SequenceSpec, Window } from '../encode/rows/sequence-spec.ts';

const ROWS_BEFORE = 'window=20 by <field>, which reads the rows before of the same host or user';

/** Windows that are no number of rows. */
const OTHERS: Readonly<Record<Exclude<Window, number>, string>> = {
  fields: `window=1, which reads numbers as they are, ${ROWS_BEFORE}, other fields`,
  characters: 'further fields beside the text',
};

/** Lists other options and fields to try than those of a fit. */
export function otherReadings({ window, by }: Pick<SequenceSpec, 'window' | 'by'>): string {
  if (typeof window !== 'number') return OTHERS[window];
  if (window === 1) {
    return `window=fields, which reads ranges of numbers, ${ROWS_BEFORE}, other fields`;
  }
  const longer = `window=${2 * window}, other fields`;
  return by.length > 0 ? longer : `by <field>, so that windows are of one host or user, ${longer}`;
}

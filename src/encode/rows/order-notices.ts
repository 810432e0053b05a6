/**
 * Warns of rows whose order is not known.
 *
 * @module
 */

import type { Notice } from '../../notice.ts';
import type { PlacedRows } from './place-rows.ts';
import type { SequenceSpec } from './sequence-spec.ts';

/** Says what the order of rows without a time field is. */
export const NO_TIME: Notice = {
  level: 'WARN',
  text: 'There is no time field, so rows count as ascending in the order received: newest-first results need | reverse.',
};

/** Above this share of tied rows, the order within a tie deserves a warning. */
const MANY_TIES = 0.05;

/** Warns of rows that share entity and time with another one, when they are many. */
export function tieNotices(tiedRows: number, rows: number, time: string | null): Notice[] {
  const share = tiedRows / Math.max(1, rows);
  if (share <= MANY_TIES) return [];
  const text = `${Math.round(100 * share)} % of the rows share their ${time ?? 'time'} with another row of the entity: among them the order of arrival counts.`;
  return [{ level: 'WARN', text }];
}

/** Tells what is odd about the order of the rows. */
export function orderNotices(placed: PlacedRows, { time }: SequenceSpec): Notice[] {
  const ties = tieNotices(placed.tiedRows, placed.rows.length, time);
  return placed.times === undefined ? [NO_TIME, ...ties] : ties;
}

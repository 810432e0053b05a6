/**
 * Tells whether intervals would have held on rows that did not set them, where there are no test rows:
 * the older half of the rows sets them, and the newer half is counted.
 *
 * @module
 */

import { counted, type Notice } from '../../notice.ts';
import { coverageOf, fitInterval, isTooNarrow, shareText } from './intervals.ts';

/** This is the advice about a series that has changed its ways. */
export const REMEDY_FOR_CHANGE =
  'Train on a time range that holds the change, or name fields that tell it, and do not alert on lower and upper until then.';

/**
 * @param errors - of the rows that set the intervals, in the order of time
 * @param part - their name
 * @param promised - the share that intervals should hold
 */
export function newerHalfNotices(
  errors: Float64Array,
  part: 'validation' | 'training',
  promised: number,
): Notice[] {
  const known = errors.filter((error) => !Number.isNaN(error));
  const half = Math.floor(known.length / 2);
  const [older, newer] = [known.slice(0, half), known.slice(half)];
  const interval = fitInterval(older, promised);
  if (interval === null) return [];
  const share = coverageOf(interval, newer);
  if (!isTooNarrow(Math.round(share * newer.length), newer.length, promised)) return [];
  const text = `The older half of the ${part} rows would give intervals that hold only ${shareText(share)} of the ${counted(newer.length, 'row')} of the newer half, and not ${shareText(promised)}: the series changes its ways, so lower and upper may be too narrow for rows to come. ${REMEDY_FOR_CHANGE}`;
  return [{ level: 'WARN', text }];
}

/**
 * Refuses horizons that the rows, or the memory, have no room for.
 *
 * @module
 */

import type { PlacedRows } from '../../encode/rows/place-rows.ts';
import { depths } from '../../encode/rows/windows.ts';
import { thousands, UserError } from '../../errors.ts';
import { counted } from '../../notice.ts';

/** The most values to forecast of all rows together: 1 GB of float32. */
const MOST_CHANGES = 2 ** 28;

/** @throws UserError where no series is longer than `horizon`, or all would be too much to hold */
export function refuseHorizon(horizon: number, placed: Pick<PlacedRows, 'begins'>): void {
  const longest = depths(placed).reduce((most, depth) => Math.max(most, depth), 0);
  if (longest <= horizon) {
    throw new UserError(
      `horizon=${horizon} needs a series of more than ${counted(horizon, 'row')}, and the longest here has ${thousands(longest)}: use a shorter horizon, or a longer time range.`,
    );
  }
  const rows = placed.begins.length;
  if (rows * horizon <= MOST_CHANGES) return;
  throw new UserError(
    `horizon=${horizon} for ${counted(rows, 'row')} is more than can be held, ${thousands(MOST_CHANGES)} values: use a shorter horizon, or fewer rows with max_rows=${Math.floor(MOST_CHANGES / horizon)}.`,
  );
}

/**
 * Takes the newest rows for `max_rows`, never a sample, which would tear holes into sequences.
 *
 * @module
 */

import { placeRows } from '../encode/rows/place-rows.ts';
import type { SearchResults } from '../results/results.ts';
import type { FitPlan } from './plan.ts';

/** Returns a test whether a row is among the newest by time, or by arrival where there is no time. */
export function newestRows(
  results: SearchResults,
  { sequence }: FitPlan,
  maxRows: number,
): (row: number) => boolean {
  if (results.rowCount <= maxRows) return () => true;
  const inTime = placeRows(results, { sequence: { ...sequence, by: [] }, needsTime: true }).rows;
  const isNew = new Uint8Array(results.rowCount);
  for (const row of inTime.subarray(-maxRows)) isNew[row] = 1;
  return (row) => isNew[row] === 1;
}

/**
 * Checks tables of ranks, which forecasts and models of anomalies keep.
 *
 * @module
 */

import type { RankTable } from '../../model/record.ts';

/** Tells whether each value of the tables has a share. */
export function haveShares(tables: readonly RankTable[]): boolean {
  return tables.every(({ values, above }) => values.length === above.length);
}

/** Returns the lists of tables that must ascend. */
export function ascendingRanks(tables: readonly RankTable[]): (readonly number[])[] {
  return tables.flatMap(({ values, above }) => [values, above.toReversed()]);
}

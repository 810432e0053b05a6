/**
 * Looks up the levels of an entity one season before the rows that a forecast is of.
 *
 * @module
 */

import type { LevelSequences } from './levels.ts';

/**
 * Returns the level of the row that stands `ahead` rows behind the last one of a sample's window, one season
 * before; NaN where the entity was not known yet, or that level is not.
 */
export function seasonLevel(
  { steps: { levels, season }, starts, lengths, order, firsts }: LevelSequences,
  sample: number,
  ahead: number,
): number {
  if (levels === undefined || season === undefined) return Number.NaN;
  const place = starts[sample] + lengths[sample] - 1 + ahead - season.rows;
  if (place < (firsts?.[sample] ?? 0)) return Number.NaN;
  return levels[order?.[place] ?? place];
}

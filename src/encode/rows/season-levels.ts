/**
 * Looks up the levels of an entity one season before the rows that a forecast is of.
 *
 * @module
 */

import type { LevelSequences } from './levels.ts';

/**
 * Returns the place of the row that stands one season before the one that is `ahead` rows after the last row of a
 * sample's window, counted as `starts` counts; `undefined` where the entity was not known yet.
 */
export function seasonPlace(
  { steps: { season }, starts, lengths, firsts }: LevelSequences,
  sample: number,
  ahead: number,
): number | undefined {
  if (season === undefined) return undefined;
  const place = starts[sample] + lengths[sample] - 1 + ahead - season.rows;
  return place < (firsts?.[sample] ?? 0) ? undefined : place;
}

/** Returns the level of that row; NaN where it is not known, too. */
export function seasonLevel(sequences: LevelSequences, sample: number, ahead: number): number {
  const { steps, order } = sequences;
  const place = seasonPlace(sequences, sample, ahead);
  if (place === undefined) return Number.NaN;
  return steps.levels?.[order?.[place] ?? place] ?? Number.NaN;
}

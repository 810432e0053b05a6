/**
 * Encodes the season of a forecast's target as features of a step: how the target went on one season before,
 * from the row that stands there to the one `lead` rows on, how far it lay there from where it is now, and
 * whether that is not known.
 *
 * A window of `lead` rows or more so holds the season of every row that is forecast.
 *
 * @module
 */

import type { Season, Steps } from '../../encode/rows/steps.ts';
import { clippedDifference } from '../../encode/rows/window-scale.ts';

/** Columns of a step: the change one season before, the distance to now, and whether they are unknown. */
export const SEASON_FEATURES = 3;

/** People read this name of the features. */
export const SEASON_NAME = 'season';

/** These columns are differences of levels. */
export const SEASON_DIFFERENCES: readonly number[] = [0, 1];

/**
 * Writes the season of one step, whose columns were zero.
 *
 * @param levelAt - returns the level a number of rows before the step, NaN where there is none
 * @param column - the first of the columns
 */
export function writeSeason(
  { rows, lead }: Season,
  { features, width, scaled }: Pick<Steps, 'features' | 'width' | 'scaled'>,
  { step, column }: { readonly step: number; readonly column: number },
  levelAt: (before: number) => number,
): void {
  const at = step * width + column;
  const [then, later] = [levelAt(rows), levelAt(rows - lead)];
  const [change, distance] = [later - then, then - levelAt(0)];
  // Those of a window that is scaled by itself are clipped when they are.
  const written = scaled?.scale === undefined ? clippedDifference : knownDifference;
  features[at] = written(change);
  features[at + 1] = written(distance);
  features[at + 2] = Number(Number.isNaN(change));
}

function knownDifference(difference: number): number {
  return Number.isNaN(difference) ? 0 : difference;
}

/**
 * Measures how unusual the error of a forecast is: by how far a value lies from the middle of its interval, in the size of the
 * errors that its entity has, ranked among held-out rows as anomalies are.
 *
 * @module
 */

import type { ForecastRecord, Interval, RankTable } from '../../model/record.ts';
import { HIGHEST_SCORE } from '../anomaly/anomaly-calibration.ts';
import { fitRankTable, shareAbove } from '../anomaly/rank-table.ts';
import type { Widths } from './adaptive-bounds.ts';

/** In half intervals: the tail of errors is taken to fall no faster. */
const LEAST_TAIL = 0.05;

/** Returns how far an error (value − forecast) lies from the middle of an interval, in halves of it. */
export function distanceOf({ lower, upper }: Interval, error: number): number {
  const distance = error - (lower + upper) / 2;
  return distance === 0 ? 0 : distance / ((upper - lower) / 2);
}

/**
 * Returns how far that is, as a multiple of how far the bound on the same side lies: 1 on the bound. Models of older
 * releases rank this.
 */
export function relativeDistance(distance: number, { below, above }: Widths): number {
  return distance < 0 ? -distance / below : distance / above;
}

/** @param distances - of held-out rows, in the size of errors; none is NaN, and there is at least one */
export function fitResiduals(distances: Float64Array): RankTable {
  return fitRankTable(distances, LEAST_TAIL);
}

/** Returns the share of held-out rows whose error was less odd: below 1 as float32 too, NaN where nothing is known. */
export function residualScore(
  { residuals }: Pick<ForecastRecord, 'residuals'>,
  distance: number,
): number {
  if (residuals === undefined || Number.isNaN(distance)) return Number.NaN;
  return Math.min(HIGHEST_SCORE, Math.fround(1 - shareAbove(residuals.ranks, distance)));
}

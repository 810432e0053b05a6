/**
 * Follows an entity by a mean of the excess of its rows that forgets: each row weighs 15/16 of the one after it,
 * so that a fault that lasts stands out although no row of it does.
 *
 * @see S. W. Roberts, "Control chart tests based on geometric moving averages", Technometrics 1, 1959
 * @module
 */

import type { EntityCalibration } from '../../../model/record.ts';
import { HIGHEST_SCORE } from '../anomaly-calibration.ts';
import { shareAbove } from '../rank-table.ts';

/** The newest row has this weight. */
const NEWEST = 1 / 16;

/** Rows before these weigh less than a fiftieth together. */
export const TREND_ROWS = 64;

/** In bits: a tail is taken to fall no faster. */
export const LEAST_TREND_TAIL = 0.01;

/** Bits of a row count beyond the usual mean, and no more than `most` of them. */
export interface TrendScale {
  readonly usual: number;
  readonly most: number;
}

/** Returns the trend after one more row; it begins with 0. */
export function nextTrend(trend: number, excess: number, { usual, most }: TrendScale): number {
  return trend + NEWEST * (Math.min(excess, most) - usual - trend);
}

/** Returns the trend at each row of an entity. */
export function followTrend(excess: Float64Array, scale: TrendScale): Float64Array {
  let trend = 0;
  return excess.map((value) => {
    trend = nextTrend(trend, value, scale);
    return trend;
  });
}

export function trendScale({ means, trend }: EntityCalibration): TrendScale {
  return { usual: means.excess, most: trend.most };
}

/** Returns the share of held-out rows with a smaller trend, below 1. */
export function trendScore({ trend }: EntityCalibration, value: number): number {
  return Math.min(HIGHEST_SCORE, 1 - shareAbove(trend.ranks, value));
}

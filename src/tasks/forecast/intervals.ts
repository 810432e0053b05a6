/**
 * Computes intervals around forecasts, by split-conformal prediction: what lay between the same quantiles of
 * the errors on rows that were held out.
 *
 * @see Linusson, Johansson and Löfström, Signed-error conformal regression, 2014
 * @module
 */

import { sortedValues } from '../../encode/field/quantile.ts';
import { upperBound } from '../../evaluate/proportion-bound.ts';
import type { ForecastRecord, Interval } from '../../model/record.ts';
import { USUAL_WIDTHS, type Widths } from './adaptive-bounds.ts';

/** This share of the values should lie within their intervals, unless the user or an older model says otherwise. */
export const INTERVAL = 0.9;

/** Returns the share of the values that should lie within the intervals of a model. */
export function shareOf({ share = INTERVAL }: Pick<ForecastRecord, 'share'>): number {
  return share;
}

/**
 * Returns the interval by errors (value − forecast), NaN for those not known. A new error is one of n + 1
 * equally likely ones, so bounds are those of n + 1.
 *
 * @param share - of the values that should lie within
 * @returns null where errors are too few for that: fewer than 19 to bound a twentieth on each side
 */
export function fitInterval(errors: Float64Array, share = INTERVAL): Interval | null {
  const sorted = sortedValues(errors);
  // The product is rounded to decimals, so that 0.05 · 20 is 1.
  const rank = Math.floor(Number((((1 - share) / 2) * (sorted.length + 1)).toFixed(9)));
  if (rank < 1) return null;
  return { lower: sorted[rank - 1], upper: sorted[sorted.length - rank] };
}

/** Returns an interval whose bounds are a multiple as far from its middle. */
export function widened(interval: Interval, { below, above }: Widths): Interval {
  if (below === 1 && above === 1) return interval;
  const { lower, upper } = interval;
  const [middle, half] = [(lower + upper) / 2, (upper - lower) / 2];
  return { lower: middle - below * half, upper: middle + above * half };
}

/** Tells whether an error lies within the interval, bounds included. */
export function isHeldBy(interval: Interval, error: number, widths = USUAL_WIDTHS): boolean {
  const { lower, upper } = widened(interval, widths);
  return error >= lower && error <= upper;
}

/** Returns the share of the known errors that lie within the interval; NaN where none is known. */
export function coverageOf(interval: Interval, errors: Float64Array): number {
  const known = errors.filter((error) => !Number.isNaN(error));
  return known.filter((error) => isHeldBy(interval, error)).length / known.length;
}

/** The least known values for a notice on how many lie within their intervals. */
const FEWEST_VALUES = 20;

/** Intervals that leave out this multiple of the share that they may are too narrow. */
const FAR = 2;

/**
 * Tells whether so few of the known values lie within intervals that these promise what they do not hold:
 * at least twice as many are outside as should be, and that is no accident.
 */
export function isTooNarrow(within: number, known: number, share = INTERVAL): boolean {
  if (known < FEWEST_VALUES) return false;
  const isFar = 1 - within / known > FAR * (1 - share);
  return isFar && upperBound(within, known) < share;
}

/** Writes a share as messages show it: `87.3 %`. */
export function shareText(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

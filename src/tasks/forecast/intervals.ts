/**
 * Computes intervals around forecasts, by split-conformal prediction: what lay between the same quantiles of
 * the errors on rows that were held out.
 *
 * @see Linusson, Johansson and Löfström, Signed-error conformal regression, 2014
 * @module
 */

import { sortedValues } from '../../encode/field/quantile.ts';
import { upperBound } from '../../evaluate/proportion-bound.ts';
import type { Interval } from '../../model/record.ts';

/** This share of the values should lie within their intervals. */
export const INTERVAL = 0.9;

/**
 * Returns the interval by errors (value − forecast), NaN for those not known. A new error is one of n + 1
 * equally likely ones, so bounds are those of n + 1.
 *
 * @returns null where errors are too few to bound a twentieth on each side: fewer than 19
 */
export function fitInterval(errors: Float64Array): Interval | null {
  const sorted = sortedValues(errors);
  // The product is rounded to decimals, so that 0.05 · 20 is 1.
  const rank = Math.floor(Number((((1 - INTERVAL) / 2) * (sorted.length + 1)).toFixed(9)));
  if (rank < 1) return null;
  return { lower: sorted[rank - 1], upper: sorted[sorted.length - rank] };
}

/** Tells whether an error lies within the interval, bounds included. */
export function isHeldBy({ lower, upper }: Interval, error: number): boolean {
  return error >= lower && error <= upper;
}

/** Returns the share of the known errors that lie within the interval; NaN where none is known. */
export function coverageOf(interval: Interval, errors: Float64Array): number {
  const known = errors.filter((error) => !Number.isNaN(error));
  return known.filter((error) => isHeldBy(interval, error)).length / known.length;
}

/** A notice on how many values lie within needs at least so many known values. */
const FEWEST_VALUES = 20;

/** Intervals that leave out so many times the share that they may are too narrow. */
const FAR = 2;

/**
 * Tells whether so few of the known values lie within intervals that these promise what they do not hold:
 * at least twice as many are outside as should be, and that is no accident.
 */
export function isTooNarrow(within: number, known: number): boolean {
  if (known < FEWEST_VALUES) return false;
  const isFar = 1 - within / known > FAR * (1 - INTERVAL);
  return isFar && upperBound(within, known) < INTERVAL;
}

/** Writes a share as messages show it: `87.3 %`. */
export function shareText(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

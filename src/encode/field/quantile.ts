/**
 * Computes quantiles with linear interpolation between the closest ranks (Hyndman and Fan's type 7, the
 * default of NumPy).
 *
 * @module
 */

import { sortNumbers } from './sort-numbers.ts';

/**
 * @param sorted - ascending, at least one value
 * @param share - 0…1
 */
export function quantile(sorted: Float64Array, share: number): number {
  const rank = share * (sorted.length - 1);
  const below = sorted[Math.floor(rank)];
  const above = sorted[Math.ceil(rank)];
  const weight = rank - Math.floor(rank);
  // The difference of two doubles may overflow; a mean of them does not.
  return below === above ? below : below * (1 - weight) + above * weight;
}

/** Returns the values that are not NaN, ascending. */
export function sortedValues(values: Float64Array): Float64Array {
  const known = new Float64Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (!Number.isNaN(value)) known[count++] = value;
  }
  return sortNumbers(known.subarray(0, count));
}

/**
 * Computes what a further value will hardly exceed, from the few values that are known.
 *
 * @module
 */

import { studentQuantile } from './student.ts';

/** Values that resemble their neighbours still count as at least this many independent ones. */
const FEWEST = 4;

/**
 * Returns the value that one more value like these exceeds with a chance of about `chance`.
 *
 * If n values might have come in any order, the next one exceeds the largest of them with the chance
 * 1/(n+1), whatever their distribution. Where n is too small for that, the tail is that of a logarithmic
 * normal distribution whose mean and variance are known from n values alone (the prediction limit by
 * Student's t). The larger of the two counts. Where values resemble the one before, they count as fewer.
 *
 * @param values - at least `FEWEST` values above 0, in the order in which they came
 */
export function predictionLimit(values: Float64Array, chance: number): number {
  const count = values.length;
  const descending = values.toSorted().reverse();
  const rank = Math.max(1, Math.floor((count + 1) * chance));
  const observed = descending[rank - 1];
  const logs = values.map(Math.log);
  const mean = logs.reduce((sum, value) => sum + value, 0) / count;
  const deviations = logs.map((value) => value - mean);
  const squares = productSum(deviations, 0);
  const effective = effectiveCount(
    count,
    productSum(deviations, 1) / Math.max(squares, Number.MIN_VALUE),
  );
  const spread = Math.sqrt((squares / (count - 1)) * (1 + 1 / effective));
  const modelled = Math.exp(mean + studentQuantile(chance, Math.floor(effective) - 1) * spread);
  return Math.max(observed, modelled);
}

/**
 * Returns how many independent values have as much information on the mean as `count` values whose neighbours are
 * correlated; a correlation within its standard error counts as none.
 */
function effectiveCount(count: number, correlation: number): number {
  const surely = Math.max(0, correlation - 1 / Math.sqrt(count));
  return Math.max(FEWEST, (count * (1 - surely)) / (1 + surely));
}

/** Sums the products of each value with the value `lag` places later. */
function productSum(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let at = lag; at < values.length; at++) {
    sum += values[at] * values[at - lag];
  }
  return sum;
}

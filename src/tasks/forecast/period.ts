/**
 * Finds the season of a series, and how far naive forecasts are off on training rows.
 *
 * A season shows as a lag at which values differ least from those before: the average magnitude
 * difference function of pitch detection (Ross et al., 1974), here with the trend taken off.
 *
 * @module
 */

import { evenlySpaced } from '../../encode/rows/row-lists.ts';

/** The longest lag looked at is a week of rows of five minutes, with some beyond. */
const LONGEST_LAG = 2600;

/** So many differences are taken at most, which takes some hundredths of a second. */
const WORK = 1e7;

/** A mean of fewer differences says nothing. */
const FEWEST_PAIRS = 20;

/** A season must lie this far below the mean of the lags from half of it to itself. */
const DIP = 0.75;

/** The shortest season this close to the best is taken, as its multiples are seasons as well. */
const NEARLY = 0.05;

/** This share of the largest difference is nothing, such as rounding. */
const NOTHING = 1e-3;

/** A `Series` holds values in sequence order. */
export interface Series {
  /** The levels `[positions]` are NaN for null. */
  readonly levels: Float64Array;
  /** `[positions]`: where the sequence of each position begins. */
  readonly begins: Int32Array;
}

/**
 * Returns the rows of the season, or `undefined`. A season is a lag that is a clear minimum among its
 * neighbours, is seen at least two and a half times, and at which values differ no more than within the
 * horizon.
 *
 * @param training - positions that may be looked at
 */
export function findPeriod(
  series: Series,
  training: Int32Array,
  horizon: number,
): number | undefined {
  const spreads = lagSpreads(series, training);
  const slack = NOTHING * worst(spreads.subarray(1));
  const nearly = (spread: number): number => (1 + NEARLY) * spread + slack;
  const spreadOf = (lag: number): number => spreads[lag];
  const within = worst(spreads.subarray(1, horizon + 1));
  const candidates = [...spreads.keys()].filter(
    (lag) => lag >= 2 && isDip(spreads, lag) && spreadOf(lag) <= nearly(within),
  );
  const best = Math.min(...candidates.map(spreadOf));
  return candidates.find((lag) => spreadOf(lag) <= nearly(best));
}

/** Returns the error of repeating the value before, at each lag from 1 to half of the longest sequence. */
function lagSpreads({ levels, begins }: Series, training: Int32Array): Float64Array {
  const longest = training.reduce((most, at) => Math.max(most, at - begins[at] + 1), 0);
  const most = Math.min(LONGEST_LAG, Math.floor(longest / 2));
  const ends = evenlySpaced(training, Math.ceil(WORK / Math.max(1, most)));
  const spreads = new Float64Array(most + 1).fill(Number.NaN);
  const slope = slopeOf({ levels, begins }, ends, most);
  for (let lag = 1; lag <= most; lag++) {
    spreads[lag] = lagError({ levels, begins }, ends, lag, slope);
  }
  return spreads;
}

/** Returns the mean change from row to row, by values that lie `lag` rows apart. */
function slopeOf({ levels, begins }: Series, ends: Int32Array, lag: number): number {
  let [sum, count] = [0, 0];
  for (const at of ends) {
    if (at - lag < begins[at]) continue;
    const difference = levels[at] - levels[at - lag];
    if (Number.isNaN(difference)) continue;
    sum += difference;
    count++;
  }
  return count === 0 ? 0 : sum / count / lag;
}

/**
 * Returns the mean absolute difference of values that lie `lag` rows apart in one sequence, which is the error
 * of repeating them; NaN where there are hardly any.
 *
 * @param slope - change from row to row that is taken off
 */
export function lagError(
  { levels, begins }: Series,
  ends: Int32Array,
  lag: number,
  slope = 0,
): number {
  const trend = lag * slope;
  let [sum, count] = [0, 0];
  for (const at of ends) {
    if (at - lag < begins[at]) continue;
    const difference = levels[at] - levels[at - lag];
    if (Number.isNaN(difference)) continue;
    sum += Math.abs(difference - trend);
    count++;
  }
  return count < FEWEST_PAIRS ? Number.NaN : sum / count;
}

function isDip(spreads: Float64Array, lag: number): boolean {
  const reach = Math.floor(lag / 4);
  if (lag + reach >= spreads.length) return false;
  const spread = spreads[lag];
  const near = spreads.subarray(lag - reach, lag + reach + 1);
  if (!near.every((other) => spread <= other)) return false;
  const before = spreads.subarray(Math.ceil(lag / 2), lag + 1);
  return spread < (DIP * before.reduce((sum, other) => sum + other, 0)) / before.length;
}

function worst(spreads: Float64Array): number {
  return spreads.reduce((most, spread) => Math.max(most, spread), 0);
}

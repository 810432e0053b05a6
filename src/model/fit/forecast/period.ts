/**
 * The season of a series, and how far naive forecasts are off on training rows.
 *
 * A season shows as a lag at which values differ least from those before (the average magnitude
 * difference function of pitch detection, Ross et al., 1974); that difference is the error of the
 * seasonal naive forecast itself.
 *
 * @module
 */

import { evenlySpaced } from '../../../encode/row-lists.ts';

/** Longest lag looked at: a week of rows of five minutes, with some beyond. */
const LONGEST_LAG = 2600;

/** Differences that are taken at most, some tenths of a second's worth. */
const WORK = 5e7;

/** A mean of fewer differences says nothing. */
const FEWEST_PAIRS = 20;

/** A season must lie this far below the worst lag between half of it and itself. */
const DIP = 0.8;

/** The shortest season within this of the best is taken: its multiples are seasons as well. */
const NEARLY_AS_GOOD = 1.05;

/** Values in sequence order. */
export interface Series {
  /** `[positions]`: NaN for null. */
  readonly levels: Float64Array;
  /** `[positions]`: where the sequence of each begins. */
  readonly begins: Int32Array;
}

/**
 * Rows of the season, or `undefined`: a lag that is a clear minimum among its neighbours, seen twice
 * and a half at least, and at which values differ no more than within the horizon.
 *
 * @param training - positions that may be looked at
 */
export function findPeriod(
  series: Series,
  training: Int32Array,
  horizon: number,
): number | undefined {
  const errors = lagErrors(series, training);
  const within = worst(errors, 1, Math.min(horizon, errors.length - 1));
  const candidates = [...errors.keys()].filter(
    (lag) => lag >= 2 && isDip(errors, lag) && (errors[lag] as number) <= NEARLY_AS_GOOD * within,
  );
  const best = Math.min(...candidates.map((lag) => errors[lag] as number));
  return candidates.find((lag) => (errors[lag] as number) <= NEARLY_AS_GOOD * best);
}

/** Mean absolute difference at each lag from 1 to half of the longest sequence. */
function lagErrors({ levels, begins }: Series, training: Int32Array): Float64Array {
  const longest = training.reduce((most, at) => Math.max(most, at - (begins[at] as number) + 1), 0);
  const most = Math.min(LONGEST_LAG, Math.floor(longest / 2));
  const ends = evenlySpaced(training, Math.ceil(WORK / Math.max(1, most)));
  const errors = new Float64Array(most + 1).fill(Number.NaN);
  for (let lag = 1; lag <= most; lag++) errors[lag] = lagError({ levels, begins }, ends, lag);
  return errors;
}

/**
 * Mean absolute difference of values that lie `lag` rows apart in one sequence; NaN where there are
 * hardly any.
 */
export function lagError({ levels, begins }: Series, ends: Int32Array, lag: number): number {
  let [sum, count] = [0, 0];
  for (const at of ends) {
    if (at - lag < (begins[at] as number)) continue;
    const difference = Math.abs((levels[at] as number) - (levels[at - lag] as number));
    if (Number.isNaN(difference)) continue;
    sum += difference;
    count++;
  }
  return count < FEWEST_PAIRS ? Number.NaN : sum / count;
}

function isDip(errors: Float64Array, lag: number): boolean {
  const reach = Math.floor(lag / 4);
  if (lag + reach >= errors.length) return false;
  const error = errors[lag] as number;
  for (let other = lag - reach; other <= lag + reach; other++) {
    if (!(error <= (errors[other] as number))) return false;
  }
  return error <= DIP * worst(errors, Math.ceil(lag / 2), lag);
}

function worst(errors: Float64Array, from: number, to: number): number {
  return errors.subarray(from, to + 1).reduce((most, error) => Math.max(most, error), 0);
}

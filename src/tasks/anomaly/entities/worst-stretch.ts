/**
 * Finds the stretch of consecutive rows whose sum is largest: where a cumulative sum that is set back to 0
 * whenever it falls below stands highest, and where it left 0 before.
 *
 * @see E. S. Page, "Continuous inspection schemes", Biometrika 41, 1954
 * @module
 */

export interface Stretch {
  /** The sum is 0, and the stretch empty, where no value is above 0. */
  readonly sum: number;
  /** Positions of its first value, and of the value after its last one. */
  readonly first: number;
  readonly end: number;
}

/**
 * @param values - `[rows]`, in the order of time
 * @param allowance - is taken from each value, so that usual rows draw the sum towards 0
 */
export function worstStretch(values: Float64Array, allowance: number): Stretch {
  let [sum, start] = [0, 0];
  let worst: Stretch = { sum: 0, first: 0, end: 0 };
  for (let at = 0; at < values.length; at++) {
    if (sum <= 0) [sum, start] = [0, at];
    sum += values[at] - allowance;
    if (sum > worst.sum) worst = { sum, first: start, end: at + 1 };
  }
  return worst;
}

/**
 * Returns the rate at which the chance of a high sum falls: among n usual rows the largest sum exceeds x
 * with a chance near K·n·e^(−λx), where λ > 0 solves mean(e^(λ·(value − allowance))) = 1.
 *
 * @see S. Karlin and S. F. Altschul, PNAS 87, 1990, equations 4 and 5
 * @param values - of usual rows, whose mean is below the allowance
 */
export function stretchRate(values: Float64Array, allowance: number): number {
  const largest = values.reduce((most, value) => Math.max(most, value - allowance), 0);
  if (largest === 0) return 1;
  const exceeds = (rate: number): boolean =>
    values.reduce((sum, value) => sum + Math.exp(rate * (value - allowance)), 0) > values.length;
  // One value alone exceeds the mean of 1 from here on.
  let [low, high] = [0, Math.log(values.length + 1) / largest];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (exceeds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const HALVINGS = 40;

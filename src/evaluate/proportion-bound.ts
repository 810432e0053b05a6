/**
 * Bounds a proportion by the number of successes and of trials.
 *
 * @see C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the
 *   case of the binomial", Biometrika 26 (1934)
 * @module
 */

/**
 * Returns the exact one-sided upper bound of a proportion: about 3/n for no success in n trials.
 *
 * @param successes - 0…`trials`
 * @param confidence - 0.5…1, exclusive
 * @returns the proportion at which `successes` or fewer would have had the chance 1 − `confidence`
 */
export function upperBound(successes: number, trials: number, confidence = 0.95): number {
  if (successes === trials) return 1;
  const chance = 1 - confidence;
  const ways = logBinomial(trials, successes);
  // At the observed proportion the chance is at least one half, and it falls from there on.
  let [low, high] = [successes / trials, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (lowerTail(successes, trials, middle, ways) > chance) low = middle;
    else high = middle;
  }
}

/**
 * Computes P(X ≤ successes) of a binomial distribution; the terms fall from the first one, the largest,
 * on.
 */
function lowerTail(successes: number, trials: number, proportion: number, ways: number): number {
  const failures = trials - successes;
  const logTerm = successes * Math.log(proportion) + failures * Math.log1p(-proportion);
  const odds = (1 - proportion) / proportion;
  let [term, sum] = [1, 1];
  for (let k = successes; k > 0 && term > sum * Number.EPSILON; k--) {
    term *= (k / (trials - k + 1)) * odds;
    sum += term;
  }
  return sum * Math.exp(ways + logTerm);
}

/** Returns the natural logarithm of the number of ways to choose `k` of `n`. */
function logBinomial(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** From this number on two terms of Stirling's series leave out less than 1e-13. */
const STIRLING_FROM = 128;

function logFactorial(n: number): number {
  if (n >= STIRLING_FROM) {
    const series = (1 / 12 - 1 / (360 * n * n)) / n;
    return (n + 0.5) * Math.log(n) - n + Math.log(2 * Math.PI) / 2 + series;
  }
  let sum = 0;
  for (let factor = 2; factor <= n; factor++) sum += Math.log(factor);
  return sum;
}

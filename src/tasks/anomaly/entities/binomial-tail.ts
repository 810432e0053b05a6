/**
 * Computes the probability of at least a number of successes.
 *
 * @module
 */

/** A term that is smaller than this share of the sum ends it. */
const NEGLIGIBLE = 1e-12;

/**
 * Returns P(X ≥ `least`) for X binomial of `trials` and `chance`: the sum of its terms, the first by
 * logarithms of factorials.
 */
export function binomialTail(trials: number, chance: number, least: number): number {
  if (least <= 0 || chance >= 1) return 1;
  if (least > trials || chance <= 0) return 0;
  const mean = trials * chance;
  // The terms from the mean on only fall, so that the smaller side is summed.
  return least > mean
    ? fallingTerms(trials, chance, least)
    : 1 - fallingTerms(trials, 1 - chance, trials - least + 1);
}

/** Sums the terms from `least` on, which is above the mean. */
function fallingTerms(trials: number, chance: number, least: number): number {
  const odds = chance / (1 - chance);
  let term = Math.exp(logTerm(trials, chance, least));
  let sum = term;
  for (let k = least; k < trials && term > NEGLIGIBLE * sum; k++) {
    term *= ((trials - k) / (k + 1)) * odds;
    sum += term;
  }
  return Math.min(1, sum);
}

function logTerm(trials: number, chance: number, k: number): number {
  return (
    logFactorial(trials) -
    logFactorial(k) -
    logFactorial(trials - k) +
    k * Math.log(chance) +
    (trials - k) * Math.log1p(-chance)
  );
}

/** From here on Stirling's series errs by less than 1e-12. */
const STIRLING_FROM = 32;

function logFactorial(n: number): number {
  if (n >= STIRLING_FROM) {
    const series = 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
    return (n + 0.5) * Math.log(n) - n + Math.log(2 * Math.PI) / 2 + series;
  }
  let sum = 0;
  for (let k = 2; k <= n; k++) sum += Math.log(k);
  return sum;
}

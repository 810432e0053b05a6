/**
 * Computes quantiles of Student's t distribution.
 *
 * @see M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4
 * @module
 */

/** Beyond this many degrees of freedom the distribution is as good as normal. */
const MANY = 1000;

/**
 * Returns the value that is exceeded with a chance of `upperTail`.
 *
 * @param upperTail - 0…0.5, exclusive
 * @param freedom - degrees of freedom, an integer of at least 1
 */
export function studentQuantile(upperTail: number, freedom: number): number {
  const degrees = Math.min(freedom, MANY);
  let [low, high] = [0, 1];
  while (studentTail(high, degrees) > upperTail) [low, high] = [high, 2 * high];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (studentTail(middle, degrees) > upperTail) low = middle;
    else high = middle;
  }
}

/** Computes P(T > t) for t ≥ 0, as a finite sum in the angle whose tangent is t/√freedom. */
function studentTail(t: number, freedom: number): number {
  const angle = Math.atan2(t, Math.sqrt(freedom));
  const isOdd = freedom % 2 === 1;
  const square = Math.cos(angle) ** 2;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 2 : 1; k < freedom - 2; k += 2) {
    term *= (square * k) / (k + 1);
    sum += term;
  }
  const between = Math.sin(angle) * sum;
  return isOdd ? 0.5 - (angle + between) / Math.PI : (1 - between) / 2;
}

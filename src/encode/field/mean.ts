/** Returns the mean of values whose sum does not overflow; NaN of none. */
export function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

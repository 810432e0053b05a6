/**
 * Adds up what the heads of a sample have.
 *
 * @param values - `[samples, heads]`
 */
export function sumOf(values: Float32Array, sample: number, heads: number): number {
  let sum = 0;
  for (let head = 0; head < heads; head++) sum += values[sample * heads + head];
  return sum;
}

/**
 * Multiplies float32 rows by float64 weights, the reference of the kernels.
 *
 * @module
 */

import type { Floats, MatrixShape } from './kernel.ts';

export function longProducts(
  { rows, inner, columns }: MatrixShape,
  values: Floats,
  weights: Float64Array,
  out: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      out[row * columns + column] = longProduct(
        values,
        row * inner,
        weights,
        column * inner,
        inner,
      );
    }
  }
}

// It takes more than four parameters, because an object for each call would cost the inner loop of every baseline.

/** Keeps four sums at a time, because a single one would wait for each addition. */
export function longProduct(
  a: Floats,
  firstA: number,
  b: Float64Array,
  firstB: number,
  length: number,
): number {
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  const whole = length - (length % 4);
  let [atA, atB] = [firstA, firstB];
  for (const end = firstA + whole; atA < end; atA += 4, atB += 4) {
    sum0 += a[atA] * b[atB];
    sum1 += a[atA + 1] * b[atB + 1];
    sum2 += a[atA + 2] * b[atB + 2];
    sum3 += a[atA + 3] * b[atB + 3];
  }
  for (const end = firstA + length; atA < end; atA++, atB++) {
    sum0 += a[atA] * b[atB];
  }
  return sum0 + sum1 + (sum2 + sum3);
}

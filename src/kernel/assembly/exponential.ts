/**
 * Computes e^x of four floats that are at most 0.
 *
 *   e^x = 2ⁿ · e^r with n = x / ln 2, rounded, and r = x − n · ln 2
 *
 * e^r is the Taylor polynomial of degree 7, which |r| ≤ ½ ln 2 leaves an error of 6e-9. The largest relative error in
 * float32, which test/kernel/assembly/activation.test.ts checks, is 3e-7. Below −87, where float32 has no normal
 * numbers any more, it is constant. NaN gives NaN.
 */

import { multiplyAdd } from './vector';

/** The constants lie in memory, as those of activation.ts do. */
const CONSTANTS = memory.data<f32>([
  // 0: the least x, 1 / ln 2, and −ln 2 in two parts, of which the first times n is exact.
  -87, 1.4426950408889634, -0.693359375, 2.1219444005469057e-4,
  // 16: the polynomial, highest power first.
  1 / 5040.0, 1 / 720.0, 1 / 120.0, 1 / 24.0, 1 / 6.0, 0.5, 1, 1,
]);

const EXPONENT_OF_ONE = 127;
const MANTISSA_BITS = 23;

// @ts-expect-error: decorators
@inline
function constant(at: usize): v128 {
  return v128.load32_splat(CONSTANTS + at);
}

// @ts-expect-error: decorators
@inline
export function exponential(value: v128): v128 {
  const x = f32x4.pmax(value, constant(0));
  const n = f32x4.nearest(f32x4.mul(x, constant(4)));
  const r = multiplyAdd(n, constant(12), multiplyAdd(n, constant(8), x));
  let p = multiplyAdd(r, constant(16), constant(20));
  p = multiplyAdd(r, p, constant(24));
  p = multiplyAdd(r, p, constant(28));
  p = multiplyAdd(r, p, constant(32));
  p = multiplyAdd(r, p, constant(36));
  p = multiplyAdd(r, p, constant(40));
  p = multiplyAdd(r, p, constant(44));
  const exponent = i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(EXPONENT_OF_ONE));
  return f32x4.mul(p, i32x4.shl(exponent, MANTISSA_BITS));
}

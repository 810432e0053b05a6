/**
 * Computes sigmoid and tanh of four floats.
 *
 *   tanh x ≈ x·P(x²) / Q(x²) for |x| ≤ 8, constant beyond        σ(x) = ½ + ½·tanh(x/2)
 *
 * P has degree 3 and Q degree 4; test/golden/tanh.py finds the coefficients that make the largest
 * relative error of the quotient, 1.5e-7, as small as it can be. The largest errors in float32, which
 * test/kernel/assembly/activation.test.ts checks, are 5e-7 relative for tanh and 3e-7 absolute for σ. NaN
 * gives NaN.
 */

import { multiplyAdd } from './vector';

/**
 * The constants lie in memory: loading one to all four lanes is one instruction, while V8 builds a
 * vector constant from several, again in every turn of a loop.
 */
const CONSTANTS = memory.data<f32>([
  // 0: P, highest power first.
  1.143039970804536e-5, 0.002951205843321162, 0.12925832250586025, 0.9999998548409879,
  // 16: Q, highest power first; its last coefficient is at 32.
  2.4598445010112894e-7, 0.00023869494958357411, 0.0238162982483791, 0.46259048103259603, 1,
  // 36, 40: bounds of x; 44: for the sigmoid.
  -8, 8, 0.5,
]);

// @ts-expect-error: decorators
@inline
function constant(at: usize): v128 {
  return v128.load32_splat(CONSTANTS + at);
}

// @ts-expect-error: decorators
@inline
export function hyperbolicTangent(value: v128): v128 {
  // pmin and pmax keep NaN, and are one instruction where min and max are several.
  const x = f32x4.pmax(f32x4.pmin(value, constant(40)), constant(36));
  const y = f32x4.mul(x, x);
  let p = multiplyAdd(y, constant(0), constant(4));
  let q = multiplyAdd(y, constant(16), constant(20));
  p = multiplyAdd(y, p, constant(8));
  q = multiplyAdd(y, q, constant(24));
  p = multiplyAdd(y, p, constant(12));
  q = multiplyAdd(y, q, constant(28));
  q = multiplyAdd(y, q, constant(32));
  return f32x4.div(f32x4.mul(x, p), q);
}

// @ts-expect-error: decorators
@inline
export function sigmoid(x: v128): v128 {
  const half = constant(44);
  return multiplyAdd(half, hyperbolicTangent(f32x4.mul(half, x)), half);
}

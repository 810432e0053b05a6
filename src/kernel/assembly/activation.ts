/**
 * Exponential, sigmoid and tanh of four floats, all by e^r − 1:
 *
 *   x = n·ln 2 + r, |r| ≤ ln 2 / 2        e^x = 2ⁿ·(e^r − 1) + 2ⁿ
 *
 * e^r − 1 is r + r²·q(r), where q interpolates at the Chebyshev nodes; its relative error by e^r is
 * 1.1e-8, below the rounding of float32. Largest errors, which test/kernel/activation.test.ts holds:
 * `exponential` 2.5e-7 relative for −87 ≤ x ≤ 88 and constant beyond; `sigmoid` 1.5e-7 absolute and
 * 4e-7 relative down to −87; `hyperbolicTangent` 2.5e-7 absolute and 5e-7 relative. Infinities give
 * the limits, NaN gives NaN.
 */

/**
 * The constants lie in memory: loading one to all four lanes is one instruction, while V8 builds a
 * vector constant from several, again in every turn of a loop.
 */
const CONSTANTS = memory.data<f32>([
  // 0, 4: within these 2ⁿ is a normal float.
  -87, 88,
  // 8: log₂ e; 12: 1.5·2²³, a sum with it is rounded to an integer, which stands in the low bits.
  1.4426950216293335, 12582912,
  // 16, 20: ln 2 as a sum whose first part times n is exact.
  0.693359375, -0.00021219444170128554,
  // 24: q, highest power first.
  0.0013926213141530752, 0.008363203145563602, 0.041666556149721146, 0.16666576266288757, 0.5,
  // 44, 48; the bits of the first are the exponent of 2⁰ in its place.
  1, 2,
]);

// @ts-expect-error: decorators
@inline
function constant(at: usize): v128 {
  return v128.load32_splat(CONSTANTS + at);
}

// @ts-expect-error: decorators
@inline
function clamp(x: v128): v128 {
  // pmin and pmax keep NaN, and are one instruction where min and max are several.
  return f32x4.pmax(f32x4.pmin(x, constant(4)), constant(0));
}

/** n + 1.5·2²³ */
// @ts-expect-error: decorators
@inline
function roundedExponent(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, constant(8)), constant(12));
}

/** 2ⁿ */
// @ts-expect-error: decorators
@inline
function powerOfTwo(rounded: v128): v128 {
  return i32x4.add(i32x4.shl(rounded, 23), constant(44));
}

/** e^r − 1 */
// @ts-expect-error: decorators
@inline
function fraction(x: v128, rounded: v128): v128 {
  const n = f32x4.sub(rounded, constant(12));
  const rest = f32x4.sub(x, f32x4.mul(n, constant(16)));
  const r = f32x4.sub(rest, f32x4.mul(n, constant(20)));
  let q = f32x4.add(f32x4.mul(constant(24), r), constant(28));
  q = f32x4.add(f32x4.mul(q, r), constant(32));
  q = f32x4.add(f32x4.mul(q, r), constant(36));
  q = f32x4.add(f32x4.mul(q, r), constant(40));
  return f32x4.add(r, f32x4.mul(f32x4.mul(r, r), q));
}

// @ts-expect-error: decorators
@inline
export function exponential(value: v128): v128 {
  const x = clamp(value);
  const rounded = roundedExponent(x);
  const power = powerOfTwo(rounded);
  return f32x4.add(power, f32x4.mul(power, fraction(x, rounded)));
}

/** e^x − 1: keeps its digits near 0, where tanh needs them. */
// @ts-expect-error: decorators
@inline
function exponentialLessOne(value: v128): v128 {
  const x = clamp(value);
  const rounded = roundedExponent(x);
  const power = powerOfTwo(rounded);
  const scaled = f32x4.mul(power, fraction(x, rounded));
  return f32x4.add(scaled, f32x4.sub(power, constant(44)));
}

// @ts-expect-error: decorators
@inline
export function sigmoid(x: v128): v128 {
  const one = constant(44);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

// @ts-expect-error: decorators
@inline
export function hyperbolicTangent(x: v128): v128 {
  const e = exponentialLessOne(f32x4.add(x, x));
  return f32x4.div(e, f32x4.add(e, constant(48)));
}

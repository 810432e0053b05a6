/**
 * These loops do nothing but multiply and add, which is the most that one core can do. Twelve sums that
 * do not depend on one another hide the latency of both operations and stay in registers.
 *
 * Each turn computes sum = sum · share + (1 - share), so that no product can be taken out of the loop;
 * with a share below 1 the sums approach 1, far from denormals. The share is a parameter, as the compiler
 * would load a constant anew for every operation.
 */

/** A loop keeps this many sums, of four lanes each. */
export const SUMS: i32 = 12;

/** Multiplies and adds in two operations. */
export function multiplyAdd(iterations: i32, share: f32): f32 {
  const factor = f32x4.splat(share);
  const term = f32x4.splat(1 - share);
  let a = f32x4.splat(1), b = f32x4.splat(2), c = f32x4.splat(3), d = f32x4.splat(4);
  let e = f32x4.splat(5), f = f32x4.splat(6), g = f32x4.splat(7), h = f32x4.splat(8);
  let i = f32x4.splat(9), j = f32x4.splat(10), k = f32x4.splat(11), l = f32x4.splat(12);
  for (let at = 0; at < iterations; at++) {
    a = f32x4.add(f32x4.mul(a, factor), term);
    b = f32x4.add(f32x4.mul(b, factor), term);
    c = f32x4.add(f32x4.mul(c, factor), term);
    d = f32x4.add(f32x4.mul(d, factor), term);
    e = f32x4.add(f32x4.mul(e, factor), term);
    f = f32x4.add(f32x4.mul(f, factor), term);
    g = f32x4.add(f32x4.mul(g, factor), term);
    h = f32x4.add(f32x4.mul(h, factor), term);
    i = f32x4.add(f32x4.mul(i, factor), term);
    j = f32x4.add(f32x4.mul(j, factor), term);
    k = f32x4.add(f32x4.mul(k, factor), term);
    l = f32x4.add(f32x4.mul(l, factor), term);
  }
  return total(a, b, c, d, e, f) + total(g, h, i, j, k, l);
}

/** Multiplies and adds in one relaxed operation, where the processor has FMA. */
export function relaxedMultiplyAdd(iterations: i32, share: f32): f32 {
  const factor = f32x4.splat(share);
  const term = f32x4.splat(1 - share);
  let a = f32x4.splat(1), b = f32x4.splat(2), c = f32x4.splat(3), d = f32x4.splat(4);
  let e = f32x4.splat(5), f = f32x4.splat(6), g = f32x4.splat(7), h = f32x4.splat(8);
  let i = f32x4.splat(9), j = f32x4.splat(10), k = f32x4.splat(11), l = f32x4.splat(12);
  for (let at = 0; at < iterations; at++) {
    a = f32x4.relaxed_madd(a, factor, term);
    b = f32x4.relaxed_madd(b, factor, term);
    c = f32x4.relaxed_madd(c, factor, term);
    d = f32x4.relaxed_madd(d, factor, term);
    e = f32x4.relaxed_madd(e, factor, term);
    f = f32x4.relaxed_madd(f, factor, term);
    g = f32x4.relaxed_madd(g, factor, term);
    h = f32x4.relaxed_madd(h, factor, term);
    i = f32x4.relaxed_madd(i, factor, term);
    j = f32x4.relaxed_madd(j, factor, term);
    k = f32x4.relaxed_madd(k, factor, term);
    l = f32x4.relaxed_madd(l, factor, term);
  }
  return total(a, b, c, d, e, f) + total(g, h, i, j, k, l);
}

function total(a: v128, b: v128, c: v128, d: v128, e: v128, f: v128): f32 {
  const sums = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(e, f));
  return f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 3);
}

/**
 * Optimisers as in Keras 3; constants come from the caller, as TypeScript and this share them.
 *
 * @see reference-optimizer.ts
 */

import { read, write } from './vector';

/** @param rate - learning rate with Adam's bias correction */
export function adam(
  count: i32,
  weights: usize,
  gradient: usize,
  first: usize,
  second: usize,
  rate: f32,
  scale: f32,
  gain1: f32,
  gain2: f32,
  epsilon: f32,
): void {
  const end = <usize>count << 2;
  let at: usize = 0;
  for (; at + 16 <= end; at += 16) {
    adamStep(weights + at, gradient + at, first + at, second + at, rate, scale, gain1, gain2, epsilon, true);
  }
  for (; at < end; at += 4) {
    adamStep(weights + at, gradient + at, first + at, second + at, rate, scale, gain1, gain2, epsilon, false);
  }
}

// @ts-expect-error: decorators
@inline
function adamStep(
  weight: usize,
  gradient: usize,
  first: usize,
  second: usize,
  rate: f32,
  scale: f32,
  gain1: f32,
  gain2: f32,
  epsilon: f32,
  whole: bool,
): void {
  const g = f32x4.mul(read(gradient, whole), f32x4.splat(scale));
  let m = read(first, whole);
  m = f32x4.add(m, f32x4.mul(f32x4.sub(g, m), f32x4.splat(gain1)));
  let v = read(second, whole);
  v = f32x4.add(v, f32x4.mul(f32x4.sub(f32x4.mul(g, g), v), f32x4.splat(gain2)));
  const root = f32x4.add(f32x4.sqrt(v), f32x4.splat(epsilon));
  const change = f32x4.div(f32x4.mul(f32x4.splat(rate), m), root);
  write(first, m, whole);
  write(second, v, whole);
  write(weight, f32x4.sub(read(weight, whole), change), whole);
}

export function rmsprop(
  count: i32,
  weights: usize,
  gradient: usize,
  second: usize,
  rate: f32,
  scale: f32,
  rho: f32,
  epsilon: f32,
): void {
  const end = <usize>count << 2;
  let at: usize = 0;
  for (; at + 16 <= end; at += 16) {
    rmspropStep(weights + at, gradient + at, second + at, rate, scale, rho, epsilon, true);
  }
  for (; at < end; at += 4) {
    rmspropStep(weights + at, gradient + at, second + at, rate, scale, rho, epsilon, false);
  }
}

// @ts-expect-error: decorators
@inline
function rmspropStep(
  weight: usize,
  gradient: usize,
  second: usize,
  rate: f32,
  scale: f32,
  rho: f32,
  epsilon: f32,
  whole: bool,
): void {
  const g = f32x4.mul(read(gradient, whole), f32x4.splat(scale));
  const kept = f32x4.mul(f32x4.splat(rho), read(second, whole));
  const v = f32x4.add(kept, f32x4.mul(f32x4.splat(1 - rho), f32x4.mul(g, g)));
  const root = f32x4.sqrt(f32x4.add(v, f32x4.splat(epsilon)));
  const change = f32x4.div(f32x4.mul(f32x4.splat(rate), g), root);
  write(second, v, whole);
  write(weight, f32x4.sub(read(weight, whole), change), whole);
}

/** @param rate - learning rate times the scale of the gradient */
export function sgd(count: i32, weights: usize, gradient: usize, rate: f32): void {
  const end = weights + (<usize>count << 2);
  for (; weights + 16 <= end; weights += 16, gradient += 16) sgdStep(weights, gradient, rate, true);
  for (; weights < end; weights += 4, gradient += 4) sgdStep(weights, gradient, rate, false);
}

// @ts-expect-error: decorators
@inline
function sgdStep(weight: usize, gradient: usize, rate: f32, whole: bool): void {
  const change = f32x4.mul(f32x4.splat(rate), read(gradient, whole));
  write(weight, f32x4.sub(read(weight, whole), change), whole);
}

/** Sum of squares, in double precision. */
export function sumOfSquares(count: i32, values: usize): f64 {
  const end = values + (<usize>count << 2);
  let low = f64x2.splat(0);
  let high = low;
  for (; values + 16 <= end; values += 16) {
    const four = v128.load(values);
    const a = f64x2.promote_low_f32x4(four);
    const b = f64x2.promote_low_f32x4(v128.shuffle<f64>(four, four, 1, 0));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; values < end; values += 4) {
    const value = <f64>load<f32>(values);
    sum += value * value;
  }
  return sum;
}

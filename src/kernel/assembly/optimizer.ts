/**
 * Updates weights as the optimisers of Keras 3 do; constants come from the caller, because TypeScript
 * uses the same ones.
 *
 * @see reference-optimizer.ts
 */

import { read, write } from './vector';

/** @param rate - the learning rate with Adam's bias correction */
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
    adamStep(weights + at, gradient + at, first + at, second + at, rate, scale, gain1, gain2, epsilon, 4);
  }
  if (at < end) {
    adamStep(weights + at, gradient + at, first + at, second + at, rate, scale, gain1, gain2, epsilon, <i32>(end - at) >> 2);
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
  lanes: i32,
): void {
  const g = f32x4.mul(read(gradient, lanes), f32x4.splat(scale));
  let m = read(first, lanes);
  m = f32x4.add(m, f32x4.mul(f32x4.sub(g, m), f32x4.splat(gain1)));
  let v = read(second, lanes);
  v = f32x4.add(v, f32x4.mul(f32x4.sub(f32x4.mul(g, g), v), f32x4.splat(gain2)));
  const root = f32x4.add(f32x4.sqrt(v), f32x4.splat(epsilon));
  const change = f32x4.div(f32x4.mul(f32x4.splat(rate), m), root);
  write(first, m, lanes);
  write(second, v, lanes);
  write(weight, f32x4.sub(read(weight, lanes), change), lanes);
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
    rmspropStep(weights + at, gradient + at, second + at, rate, scale, rho, epsilon, 4);
  }
  if (at < end) {
    rmspropStep(weights + at, gradient + at, second + at, rate, scale, rho, epsilon, <i32>(end - at) >> 2);
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
  lanes: i32,
): void {
  const g = f32x4.mul(read(gradient, lanes), f32x4.splat(scale));
  const kept = f32x4.mul(f32x4.splat(rho), read(second, lanes));
  const v = f32x4.add(kept, f32x4.mul(f32x4.splat(1 - rho), f32x4.mul(g, g)));
  const root = f32x4.sqrt(f32x4.add(v, f32x4.splat(epsilon)));
  const change = f32x4.div(f32x4.mul(f32x4.splat(rate), g), root);
  write(second, v, lanes);
  write(weight, f32x4.sub(read(weight, lanes), change), lanes);
}

/** @param rate - the learning rate times the scale of the gradient */
export function sgd(count: i32, weights: usize, gradient: usize, rate: f32): void {
  const end = weights + (<usize>count << 2);
  for (; weights + 16 <= end; weights += 16, gradient += 16) sgdStep(weights, gradient, rate, 4);
  if (weights < end) sgdStep(weights, gradient, rate, <i32>(end - weights) >> 2);
}

// @ts-expect-error: decorators
@inline
function sgdStep(weight: usize, gradient: usize, rate: f32, lanes: i32): void {
  const change = f32x4.mul(f32x4.splat(rate), read(gradient, lanes));
  write(weight, f32x4.sub(read(weight, lanes), change), lanes);
}

/** Returns the sum of squares, in double precision. */
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

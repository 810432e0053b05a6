/**
 * Computes the softmax cross-entropy of one target of each sample, and its gradient by the logits.
 *
 *   loss = ln Σ e^(z−m) + m − z of the target, with m the largest z        gradient = share · (softmax z − target)
 */

import { exponential } from './exponential';
import { clearFloats, read, write } from './vector';

/**
 * @param stride - logits of a sample, of which the target has `width` from `logits` on
 * @param targetStride - targets of a sample; NaN for one that is not known, whose gradient is 0
 * @param losses - `[rows, 2]`: becomes Σ e^(z−m) and m − z of the target; 1 and 0 where it is not known
 */
export function softmaxLoss(
  rows: i32,
  stride: i32,
  width: i32,
  targetStride: i32,
  logits: usize,
  targets: usize,
  share: f32,
  gradient: usize,
  losses: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const target = load<f32>(targets);
    if (isNaN(target)) {
      clearFloats(gradient, width);
      store<f32>(losses, 1);
      store<f32>(losses, 0, 4);
    } else {
      const own = <usize>(<i32>target) << 2;
      const largest = largestOf(logits, width);
      const sum = exponentials(logits, largest, width, gradient);
      scale(gradient, share / sum, width);
      store<f32>(gradient + own, load<f32>(gradient + own) - share);
      store<f32>(losses, sum);
      store<f32>(losses, largest - load<f32>(logits + own), 4);
    }
    logits += <usize>stride << 2;
    gradient += <usize>stride << 2;
    targets += <usize>targetStride << 2;
    losses += 8;
  }
}

/** Returns NaN where one of the numbers is NaN. */
function largestOf(from: usize, length: i32): f32 {
  const end = from + (<usize>length << 2);
  let most = v128.load32_splat(from);
  for (; from + 16 <= end; from += 16) most = f32x4.max(most, v128.load(from));
  for (; from < end; from += 4) most = f32x4.max(most, v128.load32_splat(from));
  const two = f32x4.max(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1));
  return max(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1));
}

/** Writes e^(z − largest), and returns their sum. */
function exponentials(from: usize, largest: f32, length: i32, to: usize): f32 {
  const end = from + (<usize>length << 2);
  const most = f32x4.splat(largest);
  let sums = f32x4.splat(0);
  for (; from + 16 <= end; from += 16, to += 16) {
    const values = exponential(f32x4.sub(v128.load(from), most));
    v128.store(to, values);
    sums = f32x4.add(sums, values);
  }
  let sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
  sum += f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
  for (; from < end; from += 4, to += 4) {
    const value = exponential(f32x4.sub(read(from, 1), most));
    write(to, value, 1);
    sum += f32x4.extract_lane(value, 0);
  }
  return sum;
}

function scale(at: usize, factor: f32, length: i32): void {
  const end = at + (<usize>length << 2);
  for (; at + 16 <= end; at += 16) v128.store(at, f32x4.mul(v128.load(at), f32x4.splat(factor)));
  for (; at < end; at += 4) store<f32>(at, load<f32>(at) * factor);
}

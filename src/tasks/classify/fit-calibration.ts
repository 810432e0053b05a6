/**
 * Fits a calibration on validation examples: Platt scaling for two classes, temperature scaling for
 * more.
 *
 * Both are fitted to Platt's smoothed targets: each of the n examples of a class counts as its class with
 * weight (n + 1)/(n + 2) only. So the slope stays finite where validation holds no mistake.
 *
 * @see J. Platt, "Probabilistic outputs for support vector machines and comparisons to regularized
 *   likelihood methods" (1999)
 * @see C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, "On calibration of modern neural networks",
 *   ICML 2017
 * @module
 */

import { applyCalibration, classWeightCalibration } from '../../evaluate/calibration.ts';
import { minimise, type Pair, type Terms } from '../../evaluate/newton.ts';
import type { Calibration } from '../../model/record.ts';
import { classCounts } from './classes.ts';

/** At least two classes must have this many examples each; with fewer only class weights are undone. */
const FEWEST_EXAMPLES = 20;

/**
 * @param logits - `[n, outputs]`, as the network gives them
 * @param targets - `[n]`: class indexes
 * @param weights - `[classes]`: the weights of the classes in the loss, all above 0
 */
export function fitCalibration(
  logits: Float32Array,
  targets: ArrayLike<number>,
  outputs: number,
  weights: readonly number[],
): Calibration {
  const unweighted = classWeightCalibration(weights);
  const counts = classCounts(targets, weights.length);
  if (counts.filter((count) => count >= FEWEST_EXAMPLES).length < 2) return unweighted;
  const scores = applyCalibration(logits, unweighted);
  const [slope, offset] =
    outputs === 1
      ? fitPlatt(scores, targets, smoothed(counts))
      : [fitTemperature(scores, targets, smoothed(counts)), 0];
  // The slope is not above 0 where the model is worse than chance on these rows; a calibration must not
  // reverse its order.
  if (!(slope > 0)) return unweighted;
  return { slope, offsets: unweighted.offsets.map((undone) => slope * undone + offset) };
}

/** Returns the weight with which the examples of each class count as their class. */
function smoothed(counts: readonly number[]): number[] {
  return counts.map((count) => (count + 1) / (count + 2));
}

/**
 * Finds the slope and the offset that make the mean log loss least; the probability is σ(slope · score +
 * offset).
 */
function fitPlatt(
  scores: Float32Array,
  targets: ArrayLike<number>,
  [negative = 1, positive = 1]: readonly number[],
): Pair {
  const termsAt = ([slope, offset]: Pair): Terms => {
    let [value, bySlope, byOffset, slopes, both, offsets] = [0, 0, 0, 0, 0, 0];
    for (let sample = 0; sample < scores.length; sample++) {
      const score = scores[sample];
      const wanted = targets[sample] === 1 ? positive : 1 - negative;
      const logit = slope * score + offset;
      const tail = Math.exp(-Math.abs(logit));
      const share = (logit >= 0 ? 1 : tail) / (1 + tail);
      const spread = tail / (1 + tail) ** 2;
      value += Math.max(logit, 0) - logit * wanted + Math.log1p(tail);
      bySlope += (share - wanted) * score;
      byOffset += share - wanted;
      slopes += spread * score * score;
      both += spread * score;
      offsets += spread;
    }
    const n = scores.length;
    return {
      value: value / n,
      gradient: [bySlope / n, byOffset / n],
      curvature: [slopes / n, both / n, offsets / n],
    };
  };
  return minimise(termsAt, [0, 0]);
}

/** Finds the slope, 1 over the temperature, that makes the mean log loss of the softmax least. */
function fitTemperature(
  scores: Float32Array,
  targets: ArrayLike<number>,
  own: readonly number[],
): number {
  const [n, classes] = [targets.length, own.length];
  const wanted = meanWantedScore(scores, targets, own);
  const moments = new Float64Array(3);
  const termsAt = ([slope]: Pair): Terms => {
    let [logSums, means, variances] = [0, 0, 0];
    for (let sample = 0; sample < n; sample++) {
      const first = sample * classes;
      writeMoments(scores.subarray(first, first + classes), slope, moments);
      logSums += moments[0];
      means += moments[1];
      variances += moments[2];
    }
    return {
      value: logSums / n - slope * wanted,
      // There is no second number: with the gradient 0 it stays as it is.
      gradient: [means / n - wanted, 0],
      curvature: [variances / n, 0, 1],
    };
  };
  return minimise(termsAt, [0, 0])[0];
}

/**
 * Returns the mean score under the smoothed targets: one share of each example goes to its class, the
 * rest evenly to the other classes.
 */
function meanWantedScore(
  scores: Float32Array,
  targets: ArrayLike<number>,
  own: readonly number[],
): number {
  const [n, classes] = [targets.length, own.length];
  let total = 0;
  for (let sample = 0; sample < n; sample++) {
    const isClass = targets[sample];
    const share = own[isClass];
    for (let k = 0; k < classes; k++) {
      const weight = k === isClass ? share : (1 - share) / (classes - 1);
      total += weight * scores[sample * classes + k];
    }
  }
  return total / n;
}

/**
 * Writes moments of the scores of one sample, weighted with softmax(slope · score).
 *
 * @param out - becomes ln Σ exp(slope · score), the mean and the variance of the scores
 */
function writeMoments(scores: Float32Array, slope: number, out: Float64Array): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) {
    largest = Math.max(largest, slope * scores[k]);
  }
  let [sum, weighted, squared] = [0, 0, 0];
  for (let k = 0; k < scores.length; k++) {
    const score = scores[k];
    const share = Math.exp(slope * score - largest);
    sum += share;
    weighted += share * score;
    squared += share * score * score;
  }
  const mean = weighted / sum;
  out[0] = largest + Math.log(sum);
  out[1] = mean;
  out[2] = Math.max(0, squared / sum - mean * mean);
}

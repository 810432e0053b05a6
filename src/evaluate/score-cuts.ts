/**
 * Counts the examples at or above each distinct score, at which a threshold may separate them.
 *
 * @module
 */

export interface ScoreCuts {
  /** The distinct scores, descending. */
  readonly scores: Float64Array;
  /** `[scores.length]`: the number of examples of the positive class with at least that score. */
  readonly positives: Int32Array;
  /** `[scores.length]`: the number of other examples with at least that score. */
  readonly negatives: Int32Array;
}

/**
 * Counts the examples at or above each distinct score. Each class is sorted by itself: numbers alone sort
 * three times as fast as indexes by their scores.
 *
 * @param actual - `[n]`: class indexes
 * @param scores - `[n]`: the scores of class `positive`
 */
export function scoreCuts(
  actual: ArrayLike<number>,
  scores: ArrayLike<number>,
  positive = 1,
): ScoreCuts {
  const [upper, lower] = sortedSides(actual, scores, positive);
  const distinct = new Float64Array(actual.length);
  const positives = new Int32Array(actual.length);
  const negatives = new Int32Array(actual.length);
  let [up, low, cuts] = [upper.length, lower.length, 0];
  while (up + low > 0) {
    const score = Math.max(largestOf(upper, up), largestOf(lower, low));
    up = countBelow(upper, up, score);
    low = countBelow(lower, low, score);
    distinct[cuts] = score;
    positives[cuts] = upper.length - up;
    negatives[cuts] = lower.length - low;
    cuts++;
  }
  return {
    scores: distinct.subarray(0, cuts),
    positives: positives.subarray(0, cuts),
    negatives: negatives.subarray(0, cuts),
  };
}

/** Returns the ascending scores of the positive class, and of the others. */
function sortedSides(
  actual: ArrayLike<number>,
  scores: ArrayLike<number>,
  positive: number,
): [Float64Array, Float64Array] {
  const upper = new Float64Array(actual.length);
  const lower = new Float64Array(actual.length);
  let [up, low] = [0, 0];
  for (let sample = 0; sample < actual.length; sample++) {
    const score = scores[sample];
    if (actual[sample] === positive) upper[up++] = score;
    else lower[low++] = score;
  }
  return [upper.subarray(0, up).sort(), lower.subarray(0, low).sort()];
}

/** Returns the largest of the first `count` scores, which ascend. */
function largestOf(sorted: Float64Array, count: number): number {
  return count > 0 ? sorted[count - 1] : Number.NEGATIVE_INFINITY;
}

/**
 * Counts those of the first `count` scores, which ascend, that are below `score`. NaN is below none, so
 * that the loop over scores ends.
 */
function countBelow(sorted: Float64Array, count: number, score: number): number {
  let left = count;
  while (left > 0 && !(sorted[left - 1] < score)) left--;
  return left;
}

/** This many digits distinguish any two float32. */
const MAX_DIGITS = 9;

/** A threshold may lie this far off the middle, as a part of the distance between its neighbours. */
const SLACK = 0.1;

/**
 * Returns a threshold of few digits that separates the scores up to `cut` from the rest, about midway
 * between the two.
 *
 * @param scores - distinct, descending, float32, 0…1
 * @param cut - −1…`scores.length` − 1: the last score at or above the threshold; −1 for none, which needs
 *   a largest score below 1
 * @returns a threshold that, compared as float32, is above the next score and not above score `cut`
 */
export function thresholdAt(scores: Float64Array, cut: number): number {
  const upper = cut < 0 ? 1 : scores[cut];
  const lower = scores[cut + 1] ?? 0;
  const middle = (lower + upper) / 2;
  for (let digits = 1; digits < MAX_DIGITS; digits++) {
    const short = Number(middle.toPrecision(digits));
    const isNear = Math.abs(short - middle) <= SLACK * (upper - lower);
    // The middle of two neighbours in float32 may be rounded to the lower one.
    if (isNear && Math.fround(short) > lower && Math.fround(short) <= upper) return short;
  }
  return Number(upper.toPrecision(MAX_DIGITS));
}

/**
 * Turns logits into probabilities and predicted classes.
 *
 * @module
 */

import type { ClassTarget } from '../model/target.ts';

/**
 * Returns the probability of every class.
 *
 * @param logits - `[n, outputs]`
 * @returns `[n, classes]`
 */
export function classProbabilities({ classes }: ClassTarget, logits: Float32Array): Float32Array {
  if (classes.length > 2) return softmax(logits, classes.length);
  const out = new Float32Array(logits.length * 2);
  for (let sample = 0; sample < logits.length; sample++) {
    const logit = logits[sample];
    out[2 * sample] = 1 / (1 + Math.exp(logit));
    out[2 * sample + 1] = 1 / (1 + Math.exp(-logit));
  }
  return out;
}

/**
 * Returns the predicted class of a sample.
 *
 * @param probabilities - `[n, classes]`
 * @param threshold - the second of two classes is predicted from this probability on
 */
export function predictedClass(
  { classes }: ClassTarget,
  probabilities: Float32Array,
  sample: number,
  threshold: number,
): number {
  const first = sample * classes.length;
  if (classes.length > 2) return argmax(probabilities, first, classes.length);
  // The threshold is compared as float32, so that a probability shown as 0.7 reaches a threshold of 0.7.
  return probabilities[first + 1] >= Math.fround(threshold) ? 1 : 0;
}

function softmax(logits: Float32Array, classes: number): Float32Array {
  const out = new Float32Array(logits.length);
  for (let first = 0; first < logits.length; first += classes) {
    let [largest, sum] = [Number.NEGATIVE_INFINITY, 0];
    for (let k = first; k < first + classes; k++) {
      largest = Math.max(largest, logits[k]);
    }
    for (let k = first; k < first + classes; k++) {
      sum += Math.exp(logits[k] - largest);
    }
    for (let k = first; k < first + classes; k++) {
      out[k] = Math.exp(logits[k] - largest) / sum;
    }
  }
  return out;
}

/** Returns the index of the largest of `length` values from `first` on; the first of equals. */
export function argmax(values: ArrayLike<number>, first: number, length: number): number {
  let best = 0;
  for (let k = 1; k < length; k++) {
    if (values[first + k] > values[first + best]) best = k;
  }
  return best;
}

/**
 * From the network's outputs to probabilities, classes and numbers.
 *
 * @module
 */

import { headSize } from '../model/anomaly-target.ts';
import type { ForecastTarget } from '../model/forecast-target.ts';
import type { ClassTarget, LabelledTarget, NumberTarget, Target } from '../model/target.ts';
import type { NetworkSpec } from '../network/network-spec.ts';

/** Width of the network's output and its loss. */
export function outputOf(target: Target): Pick<NetworkSpec, 'outputs' | 'loss' | 'heads'> {
  if (target.mode === 'regress') return { outputs: 1, loss: 'mean_squared_error' };
  if (target.mode === 'forecast') return { outputs: target.horizon, loss: 'mean_squared_error' };
  if (target.mode === 'anomaly') return headsOutput(target.heads.map(headSize));
  return target.classes.length === 2
    ? { outputs: 1, loss: 'binary_crossentropy' }
    : { outputs: target.classes.length, loss: 'categorical_crossentropy' };
}

function headsOutput(heads: readonly number[]): ReturnType<typeof outputOf> {
  const outputs = heads.reduce((sum, size) => sum + size, 0);
  return { outputs, loss: 'categorical_crossentropy', heads };
}

/**
 * Probability of every class.
 *
 * @param logits - `[n, outputs]`
 * @returns `[n, classes]`
 */
export function classProbabilities({ classes }: ClassTarget, logits: Float32Array): Float32Array {
  if (classes.length > 2) return softmax(logits, classes.length);
  const out = new Float32Array(logits.length * 2);
  for (let sample = 0; sample < logits.length; sample++) {
    const logit = logits[sample] as number;
    out[2 * sample] = 1 / (1 + Math.exp(logit));
    out[2 * sample + 1] = 1 / (1 + Math.exp(-logit));
  }
  return out;
}

/**
 * What a model says: `[n, classes]` probabilities, or `[n]` numbers in the target's unit.
 *
 * @param logits - `[n, outputs]`, calibrated
 * @param levels - `[n]`: what the changes of a forecast add to
 */
export function predictedValues(
  target: LabelledTarget,
  logits: Float32Array,
  levels?: Float64Array | undefined,
): Float32Array {
  return target.mode === 'classify'
    ? classProbabilities(target, logits)
    : Float32Array.from(inUnit(target, logits, levels));
}

/**
 * What the network predicts, or should, in the unit of the target; of a forecast the row that is the
 * farthest ahead, on which it stands.
 *
 * @param outputs - `[n, heads]`
 * @returns `[n]`
 */
export function inUnit(
  target: NumberTarget | ForecastTarget,
  outputs: Float32Array,
  levels: Float64Array = new Float64Array(0),
): Float64Array {
  if (target.mode === 'forecast') return forecastAt(target, outputs, levels, target.horizon);
  return Float64Array.from(outputs, (value) => value * target.scale + target.mean);
}

/**
 * Forecasts `step` rows ahead.
 *
 * @param changes - `[n, horizon]`
 * @param levels - `[n]`: what the changes add to
 * @returns `[n]`
 */
export function forecastAt(
  { horizon, mean, scale }: ForecastTarget,
  changes: Float32Array,
  levels: Float64Array,
  step: number,
): Float64Array {
  return levels.map((level, at) => {
    return ((changes[at * horizon + step - 1] as number) + level) * scale + mean;
  });
}

function softmax(logits: Float32Array, classes: number): Float32Array {
  const out = new Float32Array(logits.length);
  for (let first = 0; first < logits.length; first += classes) {
    let [largest, sum] = [Number.NEGATIVE_INFINITY, 0];
    for (let k = first; k < first + classes; k++) {
      largest = Math.max(largest, logits[k] as number);
    }
    for (let k = first; k < first + classes; k++) {
      sum += Math.exp((logits[k] as number) - largest);
    }
    for (let k = first; k < first + classes; k++) {
      out[k] = Math.exp((logits[k] as number) - largest) / sum;
    }
  }
  return out;
}

/**
 * The predicted class of a sample.
 *
 * @param probabilities - `[n, classes]`
 * @param threshold - of two classes the second is predicted from this probability on
 */
export function predictedClass(
  { classes }: ClassTarget,
  probabilities: Float32Array,
  sample: number,
  threshold: number,
): number {
  const first = sample * classes.length;
  if (classes.length > 2) return argmax(probabilities, first, classes.length);
  // As float32, so that a probability shown as 0.7 reaches a threshold of 0.7.
  return (probabilities[first + 1] as number) >= Math.fround(threshold) ? 1 : 0;
}

/** Index of the largest of `length` values from `first` on; the first of equals. */
export function argmax(values: ArrayLike<number>, first: number, length: number): number {
  let best = 0;
  for (let k = 1; k < length; k++) {
    if ((values[first + k] as number) > (values[first + best] as number)) best = k;
  }
  return best;
}

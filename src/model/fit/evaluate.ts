/**
 * Metrics of a model on examples, and of the simplest thing that could have been said instead.
 *
 * @module
 */

import type { Target } from '../../encode/target.ts';
import { classProbabilities } from '../prediction.ts';
import {
  argmax,
  binaryMetrics,
  type Metrics,
  multiclassMetrics,
  regressionMetrics,
} from './metrics.ts';

/**
 * @param logits - `[n, outputs]`
 * @param targets - `[n]`: as the network sees them
 */
export function evaluate(
  target: Target,
  threshold: number,
  logits: Float32Array,
  targets: Float32Array,
): Metrics {
  if (target.mode === 'regress') {
    const unscaled = (values: Float32Array): Float64Array =>
      Float64Array.from(values, (value) => value * target.scale + target.mean);
    return regressionMetrics(unscaled(targets), unscaled(logits));
  }
  return classMetrics(
    target.classes.length,
    threshold,
    classProbabilities(target, logits),
    targets,
  );
}

/** Always the commonest class of the training examples, or their mean. */
export function baseline(
  target: Target,
  threshold: number,
  training: Float32Array,
  targets: Float32Array,
): { readonly name: string; readonly metrics: Metrics } {
  if (target.mode === 'regress') {
    const zeros = new Float32Array(targets.length);
    return { name: 'mean', metrics: evaluate(target, threshold, zeros, targets) };
  }
  const shares = new Float32Array(target.classes.length);
  for (const index of training) shares[index] = (shares[index] as number) + 1 / training.length;
  const commonest = argmax(shares, 0, shares.length);
  const row = shares.map((_, index) => (index === commonest ? 1 : 0));
  const probabilities = new Float32Array(targets.length * row.length);
  for (const sample of targets.keys()) probabilities.set(row, sample * row.length);
  const { accuracy, precision, recall, f1 } = classMetrics(
    row.length,
    threshold,
    probabilities,
    targets,
  );
  return {
    name: `always ${target.classes[commonest]}`,
    metrics: defined({ accuracy, precision, recall, f1 }),
  };
}

function classMetrics(
  classes: number,
  threshold: number,
  probabilities: Float32Array,
  targets: Float32Array,
): Metrics {
  if (classes > 2) return multiclassMetrics(targets, probabilities, classes);
  const positive = Float32Array.from(
    targets,
    (_, sample) => probabilities[2 * sample + 1] as number,
  );
  return binaryMetrics(targets, positive, Math.fround(threshold));
}

function defined(metrics: Record<string, number | undefined>): Metrics {
  return Object.fromEntries(
    Object.entries(metrics).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}

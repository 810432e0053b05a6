/**
 * Metrics of predictions on examples.
 *
 * @module
 */

import type { ClassTarget, Target } from '../../encode/target.ts';
import { classProbabilities } from '../prediction.ts';
import { binaryMetrics, type Metrics, multiclassMetrics, regressionMetrics } from './metrics.ts';

/**
 * @param threshold - read for a target of two classes only
 * @param logits - `[n, outputs]`, calibrated
 * @param targets - `[n]`: as the network sees them
 * @param naiveError - of the naive forecast on training rows, standardised; for `mase`
 */
export function evaluate(
  target: Target,
  threshold: number,
  logits: Float32Array,
  targets: Float32Array,
  naiveError?: number | undefined,
): Metrics {
  if (target.mode === 'classify') {
    return classMetrics(target, threshold, classProbabilities(target, logits), targets);
  }
  const unscaled = (values: Float32Array): Float64Array =>
    Float64Array.from(values, (value) => value * target.scale + target.mean);
  const naive = naiveError === undefined ? undefined : naiveError * target.scale;
  return regressionMetrics(unscaled(targets), unscaled(logits), naive);
}

/** @param probabilities - `[n, classes]` */
export function classMetrics(
  { classes }: ClassTarget,
  threshold: number,
  probabilities: Float32Array,
  targets: Float32Array,
): Metrics {
  if (classes.length > 2) return multiclassMetrics(targets, probabilities, classes.length);
  return binaryMetrics(targets, positiveOf(probabilities), Math.fround(threshold));
}

/** Probabilities of the second of two classes. */
export function positiveOf(probabilities: Float32Array): Float32Array {
  const positive = new Float32Array(probabilities.length / 2);
  for (let at = 0; at < positive.length; at++) positive[at] = probabilities[2 * at + 1] as number;
  return positive;
}

/**
 * How much better one set of figures is than another by the figure that decides: F1, or the root
 * mean squared error of numbers. Above 0 is better; NaN where they cannot be compared.
 */
export function lead(target: Target, metrics: Metrics, other: Metrics): number {
  const name = decidingFigure(target);
  const [own = Number.NaN, others = Number.NaN] = [metrics[name], other[name]];
  return target.mode === 'classify' ? own - others : others - own;
}

export function decidingFigure({ mode }: Target): 'f1' | 'rmse' {
  return mode === 'classify' ? 'f1' : 'rmse';
}

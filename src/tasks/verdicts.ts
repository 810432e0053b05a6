/**
 * What a model calls rows: one of its classes, or in `mode=anomaly` normal or an anomaly. Numbers are
 * no verdicts.
 *
 * @module
 */

import { predictedClass } from '../evaluate/probabilities.ts';
import type { Target } from '../model/target.ts';

/** Each verdict as a message names it; of two the second is the alert. */
export function verdictNames(target: Target): readonly string[] {
  if (target.mode === 'anomaly') return ['normal rows', 'anomalies'];
  return target.mode === 'classify' ? target.classes.map((name) => `predicted ${name}`) : [];
}

/**
 * @param values - `[n, classes]` probabilities; or `[n]` anomaly scores
 * @param threshold - from which on a row is an alert
 * @returns `[n]`: places among `verdictNames`; none for numbers
 */
export function verdictsOf(target: Target, values: Float32Array, threshold: number): Int8Array {
  if (target.mode === 'regress' || target.mode === 'forecast') return new Int8Array(0);
  if (target.mode === 'anomaly') {
    return Int8Array.from(values, (score) => Number(score >= Math.fround(threshold)));
  }
  const verdicts = new Int8Array(values.length / target.classes.length);
  return verdicts.map((_, sample) => predictedClass(target, values, sample, threshold));
}

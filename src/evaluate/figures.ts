/**
 * Computes the metrics of predictions on examples.
 *
 * @module
 */

import type { DecidingFigure, Metrics, ThresholdCurve } from '../model/record.ts';
import type { ClassTarget } from '../model/target.ts';
import type { ThresholdRule } from '../model/threshold-rule.ts';
import { classEvidence, type Evidence, numberEvidence } from './figure-evidence.ts';
import { binaryMetrics, multiclassMetrics, regressionMetrics } from './metrics.ts';
import { hasTooFew } from './threshold.ts';

/** `Figures` holds metrics, and the evidence from which they can be computed a second time. */
export interface Figures {
  readonly metrics: Metrics;
  readonly evidence: Evidence;
}

/** @param probabilities - `[n, classes]` */
export function classMetrics(
  target: ClassTarget,
  threshold: number,
  probabilities: Float32Array,
  targets: Float32Array,
): Figures {
  const { classes } = target;
  const metrics =
    classes.length > 2
      ? multiclassMetrics(targets, probabilities, classes.length)
      : binaryMetrics(targets, positiveOf(probabilities), Math.fround(threshold));
  return { metrics, evidence: classEvidence(target, threshold, probabilities, targets) };
}

/** Computes the figures of numbers in the unit of the target. */
export function numberMetrics(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  naiveError?: number | undefined,
): Figures {
  const metrics = regressionMetrics(actual, predicted, naiveError);
  return { metrics, evidence: numberEvidence(actual, predicted) };
}

/** Returns the probabilities of the second of two classes. */
export function positiveOf(probabilities: Float32Array): Float32Array {
  const positive = new Float32Array(probabilities.length / 2);
  for (let at = 0; at < positive.length; at++) positive[at] = probabilities[2 * at + 1];
  return positive;
}

/** A smaller value of these figures is better. */
const ERRORS: ReadonlySet<DecidingFigure> = new Set(['rmse', 'surprise']);

/**
 * Returns the figure that decides which of two models of classes is better. It is F1 where the threshold is
 * chosen to make it high; where a budget or a number sets the threshold, or there are too few rows to choose
 * one, it is the average precision, which needs no threshold.
 *
 * @param curve - the curve of the rows that the threshold is chosen on, if there are any
 */
export function decidingClassFigure(
  rule: ThresholdRule,
  curve: ThresholdCurve | undefined,
): 'f1' | 'pr_auc' {
  if (curve !== undefined && hasTooFew(rule, curve)) return 'pr_auc';
  return rule.kind === 'auto' || rule.kind === 'f1' ? 'f1' : 'pr_auc';
}

/** Returns how much better `metrics` are than others; NaN where they cannot be compared. */
export function gain(figure: DecidingFigure, metrics: Metrics, other: Metrics): number {
  const [own = Number.NaN, others = Number.NaN] = [metrics[figure], other[figure]];
  return ERRORS.has(figure) ? others - own : own - others;
}

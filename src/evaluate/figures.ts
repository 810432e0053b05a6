/**
 * Computes the metrics of predictions on examples.
 *
 * @module
 */

import type { DecidingFigure, Metrics, ThresholdCurve } from '../model/record.ts';
import type { ClassTarget, LabelledTarget, Target } from '../model/target.ts';
import type { ThresholdRule } from '../model/threshold-rule.ts';
import { classEvidence, type Evidence, numberEvidence } from './figure-evidence.ts';
import { binaryMetrics, multiclassMetrics, regressionMetrics } from './metrics.ts';
import { inUnit } from './number-unit.ts';
import { classProbabilities } from './probabilities.ts';
import { hasTooFew } from './threshold.ts';

/** Figures, and the counts from which they can be computed once more. */
export interface Judged {
  readonly metrics: Metrics;
  readonly evidence: Evidence;
}

/**
 * @param threshold - is read for a target of two classes only
 * @param logits - `[n, outputs]`, calibrated
 * @param targets - `[n, heads]`: the targets in the form in which the network sees them
 * @param naiveError - the error of the naive forecast on training rows, standardised; for `mase`
 * @param levels - `[n]`: the values that the changes of a forecast are added to
 */
export function evaluate(
  target: LabelledTarget,
  threshold: number,
  logits: Float32Array,
  targets: Float32Array,
  naiveError?: number | undefined,
  levels?: Float64Array | undefined,
): Judged {
  if (target.mode === 'classify') {
    return classMetrics(target, threshold, classProbabilities(target, logits), targets);
  }
  const naive = naiveError === undefined ? undefined : naiveError * target.scale;
  const [actual, predicted] = [targets, logits].map((values) => inUnit(target, values, levels));
  return numberMetrics(actual ?? [], predicted ?? [], naive);
}

/** @param probabilities - `[n, classes]` */
export function classMetrics(
  target: ClassTarget,
  threshold: number,
  probabilities: Float32Array,
  targets: Float32Array,
): Judged {
  const { classes } = target;
  const metrics =
    classes.length > 2
      ? multiclassMetrics(targets, probabilities, classes.length)
      : binaryMetrics(targets, positiveOf(probabilities), Math.fround(threshold));
  return { metrics, evidence: classEvidence(target, threshold, probabilities, targets) };
}

/** Computes the figures of numbers, which are in the unit of the target. */
export function numberMetrics(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  naiveError?: number | undefined,
): Judged {
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
 * Returns the figure that decides which of two models is better. For classes it is F1 where the threshold
 * is chosen to make it high; where a budget or a number sets the threshold, or there are too few rows to
 * choose one, it is the average precision, which needs no threshold. For numbers it is the root mean
 * squared error, for anomalies the mean surprise.
 *
 * @param curve - the curve of the rows that the threshold is chosen on, if there are any
 */
export function decidingFigure(
  { mode }: Target,
  rule: ThresholdRule,
  curve: ThresholdCurve | undefined,
): DecidingFigure {
  if (mode === 'anomaly') return 'surprise';
  if (mode !== 'classify') return 'rmse';
  if (curve !== undefined && hasTooFew(rule, curve)) return 'pr_auc';
  return rule.kind === 'auto' || rule.kind === 'f1' ? 'f1' : 'pr_auc';
}

/** Returns how much better `metrics` are than others; NaN where they cannot be compared. */
export function lead(figure: DecidingFigure, metrics: Metrics, other: Metrics): number {
  const [own = Number.NaN, others = Number.NaN] = [metrics[figure], other[figure]];
  return ERRORS.has(figure) ? others - own : own - others;
}

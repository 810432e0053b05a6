/**
 * The option `threshold` of `lstmscore`: a number, or a budget that the model's validation curve turns
 * into one.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import {
  checkThresholdRule,
  parseThresholdRule,
  thresholdFromCurve,
} from '../../evaluate/threshold.ts';
import type { TaskPart } from '../../model/header.ts';
import type { AnomalyCalibration } from '../../model/record.ts';
import type { ThresholdRule } from '../../model/threshold-rule.ts';
import { anomalyThreshold, checkAnomalyThreshold } from '../../tasks/anomaly/anomaly-threshold.ts';

/** What can be asked of a model that is trained: what F1 would choose, its own threshold is. */
export type ScoreThreshold = Extract<ThresholdRule, { kind: 'value' | 'fpr' | 'alerts' }>;

export function parseScoreThreshold(text: string): ScoreThreshold | undefined {
  const rule = parseThresholdRule(text);
  return rule === undefined || rule.kind === 'f1' || rule.kind === 'auto' ? undefined : rule;
}

function anomalyScoreThreshold(rule: ScoreThreshold, calibration: AnomalyCalibration): number {
  const { combined, seconds } = calibration;
  checkAnomalyThreshold(rule, combined.count, seconds, true);
  return anomalyThreshold(rule, calibration);
}

/**
 * Probability from which a row is positive; that of the model where `rule` is `undefined`.
 *
 * @throws UserError for a model without threshold, or a budget that its validation rows cannot judge
 */
export function scoreThreshold(
  rule: ScoreThreshold | undefined,
  header: TaskPart,
): number | undefined {
  if (rule === undefined) return header.threshold ?? undefined;
  if (header.mode === 'anomaly') return anomalyScoreThreshold(rule, header.anomaly);
  if (header.threshold === null) {
    const what = header.mode === 'classify' ? `one of ${header.target.classes.length}` : 'a number';
    throw new UserError(
      `threshold is for models of two classes, and this one predicts ${what}: leave it out.`,
    );
  }
  const { curve, target } = header;
  if (rule.kind === 'value') return rule.value;
  if (curve === undefined) {
    throw new UserError(
      `threshold=${rule.kind}:… needs the validation rows of the fit, and this model had none: give a number, or train with another split.`,
    );
  }
  checkThresholdRule(rule, {
    negatives: curve.negativeCount,
    count: curve.count,
    seconds: curve.seconds,
    negative: target.classes[0] ?? '',
    isSaved: true,
  });
  return thresholdFromCurve(rule, curve);
}

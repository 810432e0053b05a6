/**
 * Finds the score from which on a row is called an anomaly. A score is the share of normal rows that are less
 * anomalous, so a budget of false alarms is a score already.
 *
 * @module
 */

import { checkThresholdRule, secondsOf } from '../../evaluate/threshold.ts';
import type { AnomalyCalibration } from '../../model/record.ts';
import type { ThresholdRule } from '../../model/threshold-rule.ts';

export const DEFAULT_THRESHOLD = 0.999;

/**
 * @param calibration - of the held-out rows, whose number and time turn alerts into a share
 */
export function anomalyThreshold(
  rule: ThresholdRule,
  { combined: { count }, seconds }: Pick<AnomalyCalibration, 'combined' | 'seconds'>,
): number {
  if (rule.kind === 'value') return rule.value;
  if (rule.kind === 'fpr') return 1 - rule.rate;
  if (rule.kind !== 'alerts') return DEFAULT_THRESHOLD;
  const alerts = (rule.count * (seconds ?? 0)) / secondsOf(rule.per);
  return Math.max(0, 1 - alerts / count);
}

/** @throws UserError where held-out rows are too few, or span too little time, for such a budget */
export function checkAnomalyThreshold(
  rule: ThresholdRule,
  count: number,
  seconds: number | null,
  isSaved: boolean,
): void {
  checkThresholdRule(rule, { negatives: count, count, seconds, isSaved });
}

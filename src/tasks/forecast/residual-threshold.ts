/**
 * Says from which residual score on the error of a forecast is odd: as a score of anomalies, it is the share of
 * held-out rows that are less odd.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { validationSeconds } from '../../evaluate/validation-time.ts';
import type { ForecastRecord } from '../../model/record.ts';
import type { ThresholdRule } from '../../model/threshold-rule.ts';
import {
  anomalyThreshold,
  checkAnomalyThreshold,
  DEFAULT_THRESHOLD,
} from '../anomaly/anomaly-threshold.ts';
import type { Task } from '../task.ts';

export const residualThreshold: Task<'forecast'>['threshold'] = {
  initial: () => DEFAULT_THRESHOLD,
  check(data, settings) {
    if (settings.split.split === 'none') return;
    const seconds = validationSeconds(data, settings.split);
    checkAnomalyThreshold(settings.threshold, data.validation.length, seconds, false);
  },
  of({ threshold, forecast: { residuals } }, rule) {
    if (rule === undefined) return threshold ?? undefined;
    if (residuals === undefined) {
      throw new UserError(
        'This forecast cannot tell how odd errors are, as it is of an older release, or had too few rows to validate: leave threshold out, or train it again.',
      );
    }
    checkAnomalyThreshold(rule, residuals.ranks.count, residuals.seconds, true);
    return chosenThreshold(rule, residuals);
  },
};

/** Returns the score that a rule stands for. */
export function chosenThreshold(
  rule: ThresholdRule,
  { ranks, seconds }: NonNullable<ForecastRecord['residuals']>,
): number {
  return anomalyThreshold(rule, { combined: ranks, seconds });
}

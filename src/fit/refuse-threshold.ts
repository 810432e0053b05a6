/**
 * Whether the validation rows can choose the threshold that was asked for; known before training.
 *
 * @module
 */

import { checkThresholdRule } from '../evaluate/threshold.ts';
import { validationSeconds } from '../evaluate/validation-time.ts';
import { type FitData, targetsOf } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import { isBinary } from '../model/target.ts';
import { checkAnomalyThreshold } from '../tasks/anomaly/anomaly-threshold.ts';

/** @throws UserError when they are too few */
export function refuseThreshold(data: FitData, settings: FitSettings): void {
  const { target, validation } = data;
  if (target.mode === 'anomaly' && settings.split !== 'none') {
    const seconds = validationSeconds(data, settings);
    checkAnomalyThreshold(settings.threshold, validation.length, seconds, false);
  }
  if (!isBinary(target) || settings.split === 'none') return;
  const actual = targetsOf(data, validation);
  checkThresholdRule(settings.threshold, {
    negatives: actual.filter((index) => index === 0).length,
    count: actual.length,
    seconds: validationSeconds(data, settings),
    negative: target.classes[0] ?? '',
  });
}

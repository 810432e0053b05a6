/**
 * The probability from which on a row is of the positive class: whether validation rows can choose it, and
 * which one a search is scored with.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { checkThresholdRule, noThreshold, thresholdFromCurve } from '../../evaluate/threshold.ts';
import { validationSeconds } from '../../evaluate/validation-time.ts';
import { type FitData, targetsOf } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { TaskPart } from '../../model/header.ts';
import { isBinary } from '../../model/target.ts';
import type { ScoreThreshold } from '../../model/threshold-rule.ts';

/** @throws UserError when the validation rows are too few */
export function checkClassThreshold(data: FitData<'classify'>, settings: FitSettings): void {
  const { target, validation } = data;
  if (!isBinary(target) || settings.split.split === 'none') return;
  const actual = targetsOf(data, validation);
  checkThresholdRule(settings.threshold, {
    negatives: actual.filter((index) => index === 0).length,
    count: actual.length,
    seconds: validationSeconds(data, settings.split),
    negative: target.classes[0] ?? '',
  });
}

/** @throws UserError for more than two classes, or a budget that the validation rows are too few for */
export function classThreshold(
  { threshold, curve, target }: TaskPart<'classify'>,
  rule: ScoreThreshold | undefined,
): number | undefined {
  if (rule === undefined) return threshold ?? undefined;
  if (threshold === null) throw noThreshold(`one of ${target.classes.length}`);
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

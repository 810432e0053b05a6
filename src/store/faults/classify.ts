/**
 * Checks the classes of a model, and what it keeps of them: calibration, curve of thresholds, and counts.
 *
 * @module
 */

import type { ModelHeader } from '../../model/header.ts';
import type { TaskRules } from './rule.ts';

export const classify: TaskRules<'classify'> = {
  record: [
    ['its calibration does not fit its network', hasFittingCalibration],
    ['its curve of thresholds does not fit itself', hasFittingCurve],
    ['its counts of classes do not fit themselves', hasFittingCounts],
  ],
  denseWidths: (_, widths) => widths,
  names: ({ target }) => [target.classes],
  ascending: ({ curve: { thresholds = [], negatives = [], alerts = [] } = {} }) => [
    thresholds.toReversed(),
    negatives,
    alerts,
  ],
};

function hasFittingCalibration({ calibration, network }: ModelHeader<'classify'>): boolean {
  return calibration === undefined || calibration.offsets.length === network.outputs;
}

function hasFittingCurve({ curve }: ModelHeader<'classify'>): boolean {
  return curve === undefined || areAlike(curve.thresholds, curve.negatives, curve.alerts);
}

function hasFittingCounts({ evaluation, target }: ModelHeader<'classify'>): boolean {
  if (evaluation === undefined) return true;
  const size = target.classes.length;
  return (
    evaluation.confusion.length === size ** 2 &&
    evaluation.curves.every(({ class: index, thresholds, positives, negatives, calibration }) => {
      const { probabilities, rows } = calibration;
      return (
        index < size &&
        areAlike(thresholds, positives, negatives) &&
        areAlike(probabilities, calibration.positives, rows)
      );
    })
  );
}

function areAlike(...lists: readonly (readonly number[])[]): boolean {
  return lists.every(({ length }) => length === lists[0]?.length);
}

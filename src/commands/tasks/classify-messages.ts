/**
 * Writes the messages of `lstmfit` on two classes beside their figures.
 *
 * @module
 */

import { short, thousands } from '../../errors.ts';
import { upperBound } from '../../evaluate/proportion-bound.ts';
import { hasTooFew, negativeShare } from '../../evaluate/threshold.ts';
import type { ModelHeader } from '../../model/header.ts';
import type { ThresholdCurve } from '../../model/record.ts';
import type { ThresholdRule } from '../../model/threshold-rule.ts';
import { counted, type Notice } from '../../notice.ts';

/** Says how sure the false-positive rate is: a rate of 0 among few negatives says little. */
export function falsePositiveNotices(
  { curve, threshold, target, training }: ModelHeader<'classify'>,
  rule: ThresholdRule,
): Notice[] {
  const { metrics, isRefit } = training;
  if (curve === undefined || threshold === null || metrics['fpr'] === undefined) return [];
  const negatives = curve.negativeCount;
  // The figures are of the network before the refit, and of its threshold.
  const fpr = isRefit ? negativeShare(curve, threshold) : metrics['fpr'];
  const rows = isRefit ? 'rows' : 'validation rows';
  const hits = Math.round(fpr * negatives);
  const [negative = '', positive = ''] = target.classes;
  const why = hasTooFew(rule, curve) ? tooFew(curve, negative, positive) : '';
  const text = `Threshold ${short(threshold)}${why}: ${thousands(hits)} of ${thousands(negatives)} ${rows} of the class ${negative} would be called ${positive}, a false-positive rate of ${short(fpr)}, at most ${short(upperBound(hits, negatives))} with 95 % confidence.`;
  return [{ level: 'INFO', text }];
}

/** Says why `threshold=auto` chose none. */
function tooFew(
  { negativeCount, count }: ThresholdCurve,
  negative: string,
  positive: string,
): string {
  const positives = count - negativeCount;
  const [rows, name] =
    positives < negativeCount ? [positives, positive] : [negativeCount, negative];
  return ` (only ${counted(rows, 'validation row')} of the class ${name}, too few to choose one; threshold=f1 does all the same)`;
}

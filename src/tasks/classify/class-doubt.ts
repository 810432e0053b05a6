/**
 * Finds networks of classes that are no better than chance, and thresholds that call most negatives positive.
 *
 * @module
 */

import { short } from '../../errors.ts';
import {
  chance,
  type DecidingPart,
  type DoubtNotice,
  FEWEST_ROWS,
  LEAST_GAIN,
  RARE,
  RARE_SQUARED,
  trainLonger,
} from '../../evaluate/doubt.ts';
import { upperBound } from '../../evaluate/proportion-bound.ts';
import type { Metrics } from '../../model/record.ts';
import type { ClassTarget } from '../../model/target.ts';
import { counted } from '../../notice.ts';
import { classCounts } from './classes.ts';

/** A ROC AUC below this is no better than that of a coin, however many rows there are. */
const COIN_AREA = 0.52;

/** @param actual - `[n]`: the class indexes of the rows that were evaluated */
export function classDoubt(
  target: ClassTarget,
  figures: DecidingPart,
  actual: ArrayLike<number>,
): DoubtNotice | undefined {
  const counts = classCounts(actual, target.classes.length);
  if (target.classes.length > 2) return shareDoubt(figures, counts);
  const [negatives = 0, positives = 0] = counts;
  return areaDoubt(target, figures, negatives, positives) ?? alarmDoubt(target, figures, negatives);
}

const NEXT_FOR_CLASSES =
  'Its predictions mean nothing: name other fields after from, add by <field> window=20 to read the rows before of the same host or user, or widen the time range.';

/** Random scores exceed the limit of the area once in a hundred times (Mann-Whitney). */
function areaDoubt(
  target: ClassTarget,
  { part, metrics, before, best }: DecidingPart,
  negatives: number,
  positives: number,
): DoubtNotice | undefined {
  const { roc_auc: area } = metrics;
  if (area === undefined || Math.min(negatives, positives) < FEWEST_ROWS) return undefined;
  const spread = Math.sqrt((negatives + positives + 1) / (12 * negatives * positives));
  const limit = Math.max(COIN_AREA, 0.5 + RARE * spread);
  if (area >= limit) return undefined;
  const rows = counted(negatives + positives, `${part} row`);
  const alarms = hasManyAlarms(metrics, negatives) ? `, and ${alarmText(target, metrics)}` : '';
  const earlier = before?.['roc_auc'] ?? 0;
  const { roc_auc: simple = 0 } = best.metrics;
  const other = simple >= limit ? trainLonger(best, 'roc_auc') : NEXT_FOR_CLASSES;
  const next = earlier >= limit ? changedSince('roc_auc', earlier) : other;
  return chance(
    `No better than chance: roc_auc ${short(area)} on ${rows}, where scores drawn by lot reach ${short(limit, 3)}${alarms}. ${next}`,
  );
}

function changedSince(figure: string, earlier: number): string {
  return `On validation rows ${figure} was ${short(earlier)}, so rows have changed since: train on rows like those that will be scored.`;
}

/**
 * Compares the log loss with the entropy of the classes, which is the log loss of a model that knows the
 * shares of the classes and nothing else.
 */
function shareDoubt(
  { part, metrics, best }: DecidingPart,
  counts: readonly number[],
): DoubtNotice | undefined {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.filter((count) => count > 0).map((count) => count / rows);
  if (shares.length < 2 || rows < 2 * FEWEST_ROWS) return undefined;
  const entropy = shares.reduce((sum, share) => sum - share * Math.log(share), 0);
  const largest = Math.max(...shares);
  const luck = RARE * Math.sqrt((largest * (1 - largest)) / rows);
  const isBetter = ({ log_loss: loss = 0, accuracy = 1 }: Metrics): boolean =>
    entropy - loss >= Math.max(LEAST_GAIN * entropy, RARE_SQUARED / 2 / rows) ||
    accuracy > largest + luck;
  if (isBetter(metrics)) return undefined;
  const next = isBetter(best.metrics) ? trainLonger(best, 'log_loss') : NEXT_FOR_CLASSES;
  return chance(
    `No better than chance: log_loss ${short(metrics['log_loss'])} on ${counted(rows, `${part} row`)}, where the shares of their classes alone give ${short(entropy)}. ${next}`,
  );
}

/** Tells whether more than half of the negatives are called positive, and that is no accident. */
function hasManyAlarms({ fpr = 0 }: Metrics, negatives: number): boolean {
  const hits = Math.round(fpr * negatives);
  return 1 - upperBound(negatives - hits, negatives) > 0.5;
}

function alarmText({ classes }: ClassTarget, { fpr = 0 }: Metrics): string {
  const [negative, positive] = classes;
  return `its threshold calls ${short(100 * fpr)} % of those of the class ${negative} ${positive}`;
}

function alarmDoubt(
  target: ClassTarget,
  { part, metrics, before }: DecidingPart,
  negatives: number,
): DoubtNotice | undefined {
  const { fpr = 0 } = metrics;
  if (negatives === 0 || !hasManyAlarms(metrics, negatives)) return undefined;
  const earlier = before?.['fpr'] ?? fpr;
  const next =
    earlier < fpr / 2
      ? changedSince('fpr', earlier)
      : 'Ask for fewer with threshold=fpr:0.01, or name fields that tell the classes apart.';
  const text = `A false-positive rate of ${short(fpr)}: of ${counted(negatives, `negative ${part} row`)} ${alarmText(target, metrics)}. ${next}`;
  return { doubt: 'false positives', notice: { level: 'WARN', text, isVerdict: true } };
}

/**
 * Makes the messages of `lstmfit` about the model that it trained, and refuses to replace another kind.
 *
 * @module
 */

import { short, thousands, UserError } from '../../errors.ts';
import { hasTooFew } from '../../evaluate/threshold.ts';
import type { Comparison } from '../../fit/compare.ts';
import type { TrainedModel } from '../../fit/pipeline.ts';
import { calibrationOf, curveOf, type ModelHeader } from '../../model/header.ts';
import type { Metrics } from '../../model/record.ts';
import type { Target } from '../../model/target.ts';
import type { ThresholdRule } from '../../model/threshold-rule.ts';
import type { Notice } from '../../notice.ts';
import { wordsOf } from '../tasks/words.ts';

/** Figures that a message shows, the most important first. */
const SHOWN = 'accuracy precision recall f1 roc_auc pr_auc mae rmse r2 mase surprise'.split(' ');

/**
 * Says what training came to.
 *
 * @param maxTime - seconds that it might take
 */
export function trainingNotices(
  { model: { header }, held, isRefitCut, notices }: TrainedModel,
  rule: ThresholdRule,
  maxTime: number,
): Notice[] {
  return [
    ...stopNotices(header, isRefitCut, maxTime),
    qualityNotice(header, rule),
    ...wordsOf(header).fitNotices(header, { notices, rule, heldRows: held.examples.length }),
  ];
}

/** Shows the figures of a fit beside those of the best simple model. */
function qualityNotice(header: ModelHeader, rule: ThresholdRule): Notice {
  const { training } = header;
  const { metricsOf, metrics, testMetrics, baseline, bestEpoch, isRefit } = training;
  const simple = `${baseline.name}: ${figures(baseline.metrics)}`;
  const judged =
    metricsOf === 'training'
      ? `Training rows: ${figures(metrics)}`
      : `Validation rows, which chose ${chosenBy(header, rule)}: ${figures(metrics)}`;
  const tested =
    testMetrics === undefined ? '' : `. Test rows, which chose nothing: ${figures(testMetrics)}`;
  const before = isRefit ? ' Figures are from before the refit.' : '';
  const epoch = `epoch ${bestEpoch} of ${training.epochs}`;
  const text = `${judged}${tested} (${simple}), ${epoch}.${before}`;
  return { level: 'INFO', text, isResult: true };
}

/** Returns what validation rows chose; the figures of these rows may therefore flatter. */
function chosenBy(header: ModelHeader, rule: ThresholdRule): string {
  const [calibration, curve] = [calibrationOf(header), curveOf(header)];
  // Undoing class weights alone keeps the slope.
  const isCalibrated = calibration !== undefined && calibration.slope !== 1;
  const hasChosen = curve !== undefined && rule.kind !== 'value' && !hasTooFew(rule, curve);
  const first = ['epoch', ...(isCalibrated && hasChosen ? ['calibration'] : [])].join(', ');
  if (hasChosen) return `${first} and threshold`;
  return isCalibrated ? 'epoch and calibration' : 'the epoch';
}

function figures(metrics: Metrics): string {
  const shown = SHOWN.filter((name) => metrics[name] !== undefined);
  return shown.map((name) => `${name} ${short(metrics[name])}`).join(', ');
}

function stopNotices({ training }: ModelHeader, isRefitCut: boolean, maxTime: number): Notice[] {
  const { stopped, bestEpoch, epochs } = training;
  if (stopped !== undefined) {
    const why = {
      time: `The time limit of ${maxTime} s was reached`,
      finalized: 'The job was finalized',
      divergence: 'Training diverged, which a lower learning_rate or clip prevents,',
    }[stopped];
    const without = isRefitCut ? ', without the refit' : '';
    const text = `${why} in epoch ${epochs}: the best model so far, of epoch ${bestEpoch}, is taken${without}.`;
    return [{ level: 'WARN', text }];
  }
  if (!isRefitCut) return [];
  const text = 'The refit was stopped before its end: the model from before it is taken.';
  return [{ level: 'WARN', text }];
}

/**
 * Says that a job was finalized while other fits than that of the model were made.
 *
 * @param existing - the version that the model would have replaced
 */
export function unsavedNotice(name: string, existing: number | undefined): Notice {
  const kept = existing === undefined ? '' : `, and ${name} version ${existing} stays in use`;
  const text = `The job was finalized before the model itself was trained: nothing is saved${kept}. Run the search again, and let it end.`;
  return { level: 'WARN', text };
}

/** Says which model `replace=better` takes, and why. */
export function replacementNotice(name: string, version: number, comparison: Comparison): Notice {
  if (!comparison.isComparable) {
    const text = `replace=better kept ${name} version ${version}: not comparable, since ${comparison.reason}. Use replace=always, or hold out rows that it can score and was not trained on.`;
    return { level: 'WARN', text };
  }
  const { isBetter, share, rows, metrics, oldMetrics } = comparison;
  const what = isBetter
    ? `replaced ${name} version ${version} by the new fit`
    : `kept ${name} version ${version}`;
  const often = `better in ${Math.round(100 * share)} of 100 resamples of these, of which 95 are needed`;
  const text = `replace=better ${what}: on the same ${thousands(rows)} held-out rows the new fit has ${figures(metrics)}, the old one ${figures(oldMetrics)}; ${often}.`;
  return { level: isBetter ? 'INFO' : 'WARN', text };
}

/**
 * Mode and classes are fixed for a model's name: dashboards and searches rely on its columns.
 *
 * @throws UserError when a fit would change them
 */
export function refuseOtherKind(name: string, before: Target, now: Target): void {
  const [old, fresh] = [wordsOf(before).kind(before), wordsOf(now).kind(now)];
  if (old === fresh) return;
  throw new UserError(
    `Model ${name} ${old}, and this fit would make it one that ${fresh}: choose another name after into.`,
  );
}

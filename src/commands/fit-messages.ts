/**
 * What `lstmfit` says of the model, and refuses about the one it would replace.
 *
 * @module
 */

import { isBinary, type Target } from '../encode/target.ts';
import { thousands, UserError } from '../errors.ts';
import type { TrainedModel } from '../model/fit/fit-model.ts';
import { lead } from '../model/fit/quality/evaluate.ts';
import type { Metrics } from '../model/fit/quality/metrics.ts';
import { upperBound } from '../model/fit/quality/proportion-bound.ts';
import type { Comparison } from '../model/fit/quality/replacement.ts';
import type { ModelHeader } from '../model/fitted-model.ts';
import type { Notice } from '../model/notice.ts';

/** Figures that a message shows, the first that tell most. */
const SHOWN = 'accuracy precision recall f1 roc_auc pr_auc mae rmse r2 surprise'.split(' ');

/** What training came to. */
export function trainingNotices(
  { model: { header }, isRefitCut, notices }: TrainedModel,
  { max_time: maxTime }: { readonly max_time: number },
): Notice[] {
  return [
    ...stopNotices(header, isRefitCut, maxTime),
    qualityNotice(header),
    ...falsePositiveNotices(header),
    ...notices,
    ...baselineNotices(header),
  ];
}

/** The figures of a fit beside those of the best simple model. */
function qualityNotice({ training, threshold }: ModelHeader): Notice {
  const { metricsOf, metrics, testMetrics, baseline, bestEpoch, isRefit } = training;
  const chosen = threshold === null ? 'the epoch' : 'epoch, calibration and threshold';
  const simple = `${baseline.name}: ${figures(baseline.metrics)}`;
  const judged =
    metricsOf === 'training'
      ? `Training rows: ${figures(metrics)}`
      : `Validation rows, which chose ${chosen}: ${figures(metrics)}`;
  const tested =
    testMetrics === undefined ? '' : `. Test rows, which chose nothing: ${figures(testMetrics)}`;
  const before = isRefit ? ' Figures are from before the refit.' : '';
  const epoch = `epoch ${bestEpoch} of ${training.epochs}`;
  const text = `${judged}${tested} (${simple}), ${epoch}.${before}`;
  return { level: 'INFO', text, isResult: true };
}

const SHOWN_DIGITS = 4;

function short(value = 0): string {
  return String(Number(value.toPrecision(SHOWN_DIGITS)));
}

function figures(metrics: Metrics): string {
  const shown = SHOWN.filter((name) => metrics[name] !== undefined);
  return shown.map((name) => `${name} ${short(metrics[name])}`).join(', ');
}

/** How sure the false-positive rate is: a rate of 0 among few negatives says little. */
function falsePositiveNotices({ curve, threshold, target, training }: ModelHeader): Notice[] {
  const { fpr } = training.metrics;
  if (curve === undefined || threshold === null || fpr === undefined) return [];
  if (target.mode !== 'classify') return [];
  const negatives = curve.negativeCount;
  const hits = Math.round(fpr * negatives);
  const text = `Threshold ${short(threshold)}: ${thousands(hits)} of ${thousands(negatives)} validation rows of the class ${target.classes[0]} would be called ${target.classes[1]}, a false-positive rate of ${short(fpr)}, at most ${short(upperBound(hits, negatives))} with 95 % confidence.`;
  return [{ level: 'INFO', text }];
}

/** Who reads only the figures of the network takes them for its merit. */
function baselineNotices({ target, training }: ModelHeader): Notice[] {
  const { metrics, testMetrics, metricsOf, baseline } = training;
  const { by: name = 'f1' } = baseline;
  const own = testMetrics ?? metrics;
  // Rows of one class tell nothing.
  if (isBinary(target) && own['roc_auc'] === undefined) return [];
  const ahead = lead(name, own, baseline.metrics);
  if (!(ahead <= 0)) return [];
  const rows = testMetrics === undefined ? metricsOf : 'test';
  const text = `The LSTM does not beat ${baseline.name} on the ${rows} rows (${name} ${short(own[name])} against ${short(baseline.metrics[name])}): its sequences add nothing here. Try other fields, by, or window, or more rows.`;
  return [{ level: 'WARN', text }];
}

function stopNotices({ training }: ModelHeader, isRefitCut: boolean, maxTime: number): Notice[] {
  const { stopped, bestEpoch, epochs } = training;
  if (stopped !== undefined) {
    const why =
      stopped === 'time' ? `The time limit of ${maxTime} s was reached` : 'The job was finalized';
    const without = isRefitCut ? ', without the refit' : '';
    const text = `${why} in epoch ${epochs}: the best model so far, of epoch ${bestEpoch}, is taken${without}.`;
    return [{ level: 'WARN', text }];
  }
  if (!isRefitCut) return [];
  const text = 'The refit was stopped before its end: the model from before it is taken.';
  return [{ level: 'WARN', text }];
}

/** Which model `replace=better` takes, and why. */
export function replacementNotice(name: string, version: number, comparison: Comparison): Notice {
  if (!comparison.isComparable) {
    const text = `replace=better kept ${name} version ${version}: not comparable, since ${comparison.reason}. Use replace=always, or newer rows to validate on.`;
    return { level: 'WARN', text };
  }
  const { isBetter, rows, metrics, oldMetrics } = comparison;
  const [won, lost] = isBetter ? [metrics, oldMetrics] : [oldMetrics, metrics];
  const what = isBetter
    ? `replaced ${name} version ${version} by the new fit`
    : `kept ${name} version ${version}`;
  const text = `replace=better ${what}: on the same ${thousands(rows)} held-out rows ${figures(won)} against ${figures(lost)}.`;
  return { level: isBetter ? 'INFO' : 'WARN', text };
}

/**
 * Mode and classes are fixed for a model's name: dashboards and searches rely on its columns.
 *
 * @throws UserError when a fit would change them
 */
export function refuseOtherKind(name: string, before: Target, now: Target): void {
  const [old, fresh] = [kindOf(before), kindOf(now)];
  if (old === fresh) return;
  throw new UserError(
    `Model ${name} ${old}, and this fit would make it one that ${fresh}: choose another name after into.`,
  );
}

function kindOf(target: Target): string {
  if (target.mode === 'anomaly') return 'learns what comes next';
  return target.mode === 'regress' ? 'predicts a number' : `tells ${target.classes.join(' from ')}`;
}

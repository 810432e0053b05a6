/**
 * What `lstmfit` says of the model, and refuses about the one it would replace.
 *
 * @module
 */

import type { Target } from '../encode/target.ts';
import { UserError } from '../errors.ts';
import type { Metrics } from '../model/fit/metrics.ts';
import type { ModelHeader } from '../model/fitted-model.ts';
import type { Notice } from '../model/notice.ts';

/** Figures that a message shows, the first that tell most. */
const SHOWN = ['accuracy', 'precision', 'recall', 'f1', 'roc_auc', 'mae', 'rmse', 'r2'];

/** The figures of a fit beside those of the simplest answer. */
export function qualityNotice({ training }: ModelHeader): Notice {
  const { metricsOf, metrics, baseline, bestEpoch } = training;
  const rows =
    metricsOf === 'validation' ? 'Validation rows, which chose the epoch' : 'Training rows';
  return {
    level: 'INFO',
    text: `${rows}: ${figures(metrics)} (${baseline.name}: ${figures(baseline.metrics)}), epoch ${bestEpoch} of ${training.epochs}.`,
  };
}

const SHOWN_DIGITS = 4;

function figures(metrics: Metrics): string {
  const shown = SHOWN.filter((name) => metrics[name] !== undefined);
  const text = (value = 0): string => String(Number(value.toPrecision(SHOWN_DIGITS)));
  return shown.map((name) => `${name} ${text(metrics[name])}`).join(', ');
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
  return target.mode === 'regress' ? 'predicts a number' : `tells ${target.classes.join(' from ')}`;
}

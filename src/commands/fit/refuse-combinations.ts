/**
 * Options of `lstmfit` that contradict one another, whatever the rows are.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { refuseAnomalyFit } from '../tasks/anomaly-options.ts';
import { refuseForecast } from '../tasks/refuse-forecast.ts';
import type { FitArguments } from './fit-words.ts';

/** @throws UserError for the first contradiction */
export function refuseCombinations({
  target,
  by,
  options,
  typed,
}: Pick<FitArguments, 'target' | 'by' | 'options' | 'typed'>): void {
  const { split, validation, test } = options;
  refuseAnomalyFit({ target, options, typed });
  if (by.includes(target)) {
    throw new UserError(
      `${target} is the target and cannot tell entities apart: name another field after by.`,
    );
  }
  if (split === 'entity' && by.length === 0) {
    throw new UserError(
      'split=entity deals whole entities: name the field that tells them with by <field>, or choose another split.',
    );
  }
  if (test !== 'auto' && validation + test >= 1) {
    throw new UserError(
      `validation=${validation} and test=${test} leave no rows to train on: together they must be below 1.`,
    );
  }
  if (split === 'none') refuseWithoutSplit({ options, typed });
  refuseForecast({ target, options, typed });
}

/** Without held-out rows there is nothing to size, to choose by, or to compare on. */
function refuseWithoutSplit({ options, typed }: Pick<FitArguments, 'options' | 'typed'>): void {
  const idle = ['validation', 'test'].find((option) => typed[option] !== undefined);
  if (idle !== undefined) {
    throw new UserError(`With split=none all rows train: leave ${idle} out, or split out.`);
  }
  const { threshold, refit, replace } = options;
  const isChosen = threshold.kind !== 'auto' && threshold.kind !== 'value';
  const needs = [
    ...(isChosen ? [`threshold=${threshold.kind}`] : []),
    ...(refit ? ['refit=true'] : []),
    ...(replace === 'better' ? ['replace=better'] : []),
  ];
  if (needs.length === 0) return;
  throw new UserError(`${needs[0]} needs held-out rows, and split=none has none: leave one out.`);
}

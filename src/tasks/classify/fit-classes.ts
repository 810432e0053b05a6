/**
 * Decides which classes a fit has, and encodes the class of each row.
 *
 * @module
 */

import { comparable } from '../../encode/field/number.ts';
import { anyPositive } from '../../encode/rows/window-labels.ts';
import { UserError } from '../../errors.ts';
import { knownClasses } from '../../leaks/known-targets.ts';
import type { OrderedRows } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import { initialTarget } from '../../model/initial-model.ts';
import type { ClassTarget } from '../../model/target.ts';
import { listed } from '../../notice.ts';
import { DEFAULT_WINDOW, type Learnt, type TaskPlan } from '../learnt.ts';
import type { EncodedTarget } from '../task.ts';
import { refuseUnknownClasses } from './class-weights.ts';
import { classIndexes, fitClasses } from './classes.ts';

/** @throws UserError for a target without classes, and for options that these classes cannot have */
export function planClasses(texts: readonly string[], settings: FitSettings): TaskPlan<'classify'> {
  const found = fitClasses(settings.target.field, texts, settings.target.positive);
  const target = continuedClasses(found, settings);
  refuseOptions(target, settings);
  return {
    mode: 'classify',
    texts,
    target,
    ...(settings.sequence.by.length === 0
      ? { window: 'fields', otherWindow: 1 }
      : { window: DEFAULT_WINDOW }),
    reach: () => undefined,
    hasTarget: (row) => texts[row].trim() !== '',
    targetStarts: (starts) => (settings.sequence.label === 'any' ? starts : undefined),
    refuseRows: () => undefined,
    notices: [],
  };
}

/**
 * Returns the classes of the model that is continued, in their order; those of the rows where none is.
 *
 * @throws UserError for a class that the model does not have
 */
function continuedClasses(found: ClassTarget, settings: FitSettings): ClassTarget {
  const old = initialTarget(settings, 'classify');
  if (old === undefined) return found;
  const known = new Set(old.classes.map(comparable));
  const fresh = found.classes.filter((name) => !known.has(comparable(name)));
  if (fresh.length === 0) return old;
  throw new UserError(
    `${settings.initial?.name} tells ${listed(old.classes)} apart, and ${old.field} is ${listed(fresh)} in some of these results: leave init out to learn new classes, or these results.`,
  );
}

function refuseOptions(
  target: ClassTarget,
  { given, sequence: { label }, training }: Pick<FitSettings, 'given' | 'sequence' | 'training'>,
): void {
  refuseUnknownClasses(training.class_weight, target);
  const name = given.has('threshold') ? 'threshold' : label === 'any' ? 'label=any' : undefined;
  const { field, classes } = target;
  if (classes.length === 2 || name === undefined) return;
  throw new UserError(
    `${name} is for a target of two classes, and ${field} has ${classes.length}: leave it out.`,
  );
}

export function learnClasses(
  { target, texts }: TaskPlan<'classify'>,
  { placed, training }: OrderedRows,
  { sequence: { label } }: Pick<FitSettings, 'sequence'>,
): Learnt<'classify'> {
  const values = classIndexes(target, texts);
  const rows = training.map((at) => placed.rows[at]);
  const known = knownClasses(values, rows, target.classes);
  return { target, values, label, known, notices: [] };
}

export function encodeClasses(
  { target, values, label }: Learnt<'classify'>,
  { placed, windows }: OrderedRows,
): EncodedTarget<'classify'> {
  const own = Float32Array.from(placed.rows, (row) => values[row]);
  return { target, targets: label === 'any' ? anyPositive(own, windows.starts) : own, notices: [] };
}

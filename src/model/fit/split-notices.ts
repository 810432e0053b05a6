/**
 * Classes that one part of the examples lacks.
 *
 * @module
 */

import type { ClassTarget, Target } from '../../encode/target.ts';
import { UserError } from '../../errors.ts';
import { listed, type Notice } from '../notice.ts';
import type { FitSettings } from './fit-settings.ts';
import type { Examples } from './training.ts';

/** @throws UserError when the training examples are all of one class */
export function splitNotices(
  { target, training, validation, targets }: Examples & { readonly target: Target },
  { split }: FitSettings,
): Notice[] {
  if (target.mode === 'regress') return [];
  const inTraining = presentClasses(target, training, targets);
  const remedy =
    split === 'time'
      ? 'use split=random, or a time range in which classes mix'
      : 'search for more rows';
  if (inTraining.length < 2) {
    throw new UserError(`All training rows are of the class "${inTraining[0]}": ${remedy}.`);
  }
  const notices: Notice[] = [];
  const absent = target.classes.filter((name) => !inTraining.includes(name));
  if (absent.length > 0) {
    const text = `No training row has the class ${listed(absent)}, which the model will not learn: ${remedy}.`;
    notices.push({ level: 'WARN', text });
  }
  const inValidation = presentClasses(target, validation, targets);
  if (validation.length > 0 && inValidation.length < 2) {
    const text = `All validation rows are of the class ${inValidation[0]}, so the validation figures say little: ${remedy}.`;
    notices.push({ level: 'WARN', text });
  }
  return notices;
}

function presentClasses(
  { classes }: ClassTarget,
  examples: Int32Array,
  targets: Float32Array,
): string[] {
  const present = new Set(Array.from(examples, (at) => targets[at] as number));
  return classes.filter((_, index) => present.has(index));
}

/**
 * Options that would change nothing for these results are refused rather than ignored.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { ClassTarget } from '../model/target.ts';
import { refuseUnknownClasses } from '../tasks/classify/class-weights.ts';

/** @throws UserError for options of classes where the target is a number, and the like */
export function refuseClassOptions(
  classes: ClassTarget | undefined,
  { given, target, label, classWeight }: FitSettings,
): void {
  const typed = (names: readonly string[]): string | undefined =>
    names.find((option) => given.has(option));
  if (classes === undefined) {
    const name = typed(['positive', 'threshold', 'class_weight', 'label']);
    if (name === undefined) return;
    throw new UserError(
      `${name} is for classes, and ${target} is a number: use mode=classify or leave ${name} out.`,
    );
  }
  refuseUnknownClasses(classWeight, classes);
  const name = typed(['threshold']) ?? (label === 'any' ? 'label=any' : undefined);
  if (classes.classes.length === 2 || name === undefined) return;
  throw new UserError(
    `${name} is for a target of two classes, and ${target} has ${classes.classes.length}: leave it out.`,
  );
}

/** @throws UserError for options of windows where each row is a sequence, and the like */
export function refuseWindowOptions(window: 'fields' | number, settings: FitSettings): void {
  const { given, encoding } = settings;
  if (window === 'fields') {
    const options = ['gap', 'min_rows', 'label', 'time_features'];
    const idle = options.find((option) => given.has(option));
    if (idle !== undefined) throw needsWindow(idle);
    if (encoding.numeric !== 'auto') throw needsWindow(`numeric=${encoding.numeric}`);
    if (encoding.categorical === 'onehot') throw needsWindow('categorical=onehot');
    if (encoding.ip === 'onehot') throw needsWindow('ip=onehot');
  } else if (given.has('embedding')) {
    throw new UserError(
      `embedding is the width of tokens: add window=fields, or leave it out (a category's width follows its number of values).`,
    );
  }
}

function needsWindow(option: string): UserError {
  return new UserError(
    `${option} is for windows of rows, and here each row is a sequence of its own: add window=20 or leave ${option} out.`,
  );
}

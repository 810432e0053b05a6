/**
 * Says which classes a part of the examples lacks.
 *
 * @module
 */

import type { Split } from '../../encode/rows/split.ts';
import { thousands, UserError } from '../../errors.ts';
import { type Labelled, targetsOf } from '../../model/examples.ts';
import type { ShareOptions } from '../../model/fit-options.ts';
import { classesOf, type Target } from '../../model/target.ts';
import { counted, listed, type Notice } from '../../notice.ts';
import { classCounts } from './classes.ts';

const REMEDIES = {
  time: 'use split=random, or a time range in which classes mix',
  entity: 'use another seed, or search for more entities',
  random: 'search for more rows',
  none: 'search for more rows',
} as const;

type SplitTargets = Split & Labelled & { readonly target: Target };

/**
 * Says which classes no training row has, or no row of a part that is held out; a target without classes
 * lacks none.
 *
 * @throws UserError when the training examples are all of one class
 */
export function classNotices(data: SplitTargets, { split }: Pick<ShareOptions, 'split'>): Notice[] {
  const { training, validation, test } = data;
  const classes = classesOf(data.target);
  if (classes.length === 0) return [];
  const remedy = REMEDIES[split];
  const counts = (examples: Int32Array): number[] =>
    classCounts(targetsOf(data, examples), classes.length);
  const [inTraining, inValidation, inTest] = [counts(training), counts(validation), counts(test)];
  const present = classes.filter((_, index) => inTraining[index] !== 0);
  if (present.length < 2) {
    throw new UserError(`All training rows are of the class "${present[0]}": ${remedy}.`);
  }
  return [
    ...absentNotices(classes, inTraining, [inValidation, inTest], remedy),
    ...lackNotices(classes, inTraining, ['validation', inValidation], remedy),
    ...lackNotices(classes, inTraining, ['test', inTest], remedy),
  ];
}

/** Says which classes the model cannot learn. */
function absentNotices(
  classes: readonly string[],
  inTraining: readonly number[],
  held: readonly (readonly number[])[],
  remedy: string,
): Notice[] {
  const heldRows = (index: number): number => held.reduce((sum, counts) => sum + counts[index], 0);
  const absent = classes.flatMap((name, index) =>
    inTraining[index] === 0 ? [`${name} (${thousands(heldRows(index))})`] : [],
  );
  if (absent.length === 0) return [];
  const text = `No training row has the class ${listed(absent)}: the model cannot learn it, and the held-out rows counted here are wrong in the figures; ${remedy}.`;
  return [{ level: 'WARN', text }];
}

/** Names the learnt classes that the figures of a part say nothing about. */
function lackNotices(
  classes: readonly string[],
  inTraining: readonly number[],
  [part, counts]: readonly [string, readonly number[]],
  remedy: string,
): Notice[] {
  const present = classes.filter((_, index) => counts[index] !== 0);
  const [only] = present;
  if (only === undefined) return [];
  if (present.length > 1) {
    const lacking = classes.flatMap((name, index) => {
      const learnt = inTraining[index];
      return counts[index] === 0 && learnt > 0
        ? [`${name} (${counted(learnt, 'training row')})`]
        : [];
    });
    if (lacking.length === 0) return [];
    const text = `No ${part} row has the class ${listed(lacking)}: the ${part} figures say nothing of it; ${remedy}.`;
    return [{ level: 'WARN', text }];
  }
  const count = counts[classes.indexOf(only)];
  const are = count === 1 ? `The only ${part} row is` : `All ${counted(count, `${part} row`)} are`;
  const text = `${are} of the class ${only}, so the ${part} figures say little: ${remedy}.`;
  return [{ level: 'WARN', text }];
}

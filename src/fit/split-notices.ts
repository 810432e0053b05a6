/**
 * Parts of the examples that are empty, and classes that one part lacks.
 *
 * @module
 */

import type { Split } from '../encode/rows/split.ts';
import { thousands, UserError } from '../errors.ts';
import { type Labelled, targetsOf } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import { type ClassTarget, classCounts, type Target } from '../model/target.ts';
import { counted, listed, type Notice } from '../notice.ts';

const REMEDIES = {
  time: 'use split=random, or a time range in which classes mix',
  entity: 'use another seed, or search for more entities',
  random: 'search for more rows',
  none: 'search for more rows',
} as const;

type SplitTargets = Split & Labelled & { readonly target: Target };

/** @throws UserError when the training examples are all of one class */
export function splitNotices(data: SplitTargets, settings: FitSettings): Notice[] {
  return [...emptyNotices(data, settings), ...classNotices(data, settings)];
}

/** Shares that come to no example are not ignored in silence. */
function emptyNotices(
  { validation, test }: Split,
  { split: shares, sequence: { label, horizon } }: FitSettings,
): Notice[] {
  const { split, validation: validationShare, test: testShare } = shares;
  if (split === 'none') return [];
  const remedyFor = (option: string): string => {
    if (split === 'entity') return 'search for more entities, or choose another split';
    if (label === 'any') return 'use a shorter window, or search for more rows';
    if (horizon > 1) return 'use a shorter horizon, or search for more rows';
    return `search for more rows, or raise ${option}`;
  };
  const notices: Notice[] = [];
  if (validation.length === 0) {
    const text = `validation=${validationShare} comes to no row here, so training rows, which are learnt, give the figures and tell when to stop: ${remedyFor('validation')}.`;
    notices.push({ level: 'WARN', text });
  }
  if (test.length === 0 && testShare !== 'auto' && testShare > 0) {
    const text = `test=${testShare} comes to no row here: ${remedyFor('test')}.`;
    notices.push({ level: 'WARN', text });
  }
  return notices;
}

function classNotices(data: SplitTargets, { split: { split } }: FitSettings): Notice[] {
  const { target, training, validation, test } = data;
  if (target.mode !== 'classify') return [];
  const remedy = REMEDIES[split];
  const counts = (examples: Int32Array): number[] =>
    classCounts(targetsOf(data, examples), target.classes.length);
  const [inTraining, inValidation, inTest] = [counts(training), counts(validation), counts(test)];
  const present = target.classes.filter((_, index) => inTraining[index] !== 0);
  if (present.length < 2) {
    throw new UserError(`All training rows are of the class "${present[0]}": ${remedy}.`);
  }
  return [
    ...absentNotices(target, inTraining, [inValidation, inTest], remedy),
    ...lackNotices(target, inTraining, ['validation', inValidation], remedy),
    ...lackNotices(target, inTraining, ['test', inTest], remedy),
  ];
}

/** Classes that the model cannot learn. */
function absentNotices(
  { classes }: ClassTarget,
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

/** Learnt classes of which the figures of a part say nothing. */
function lackNotices(
  { classes }: ClassTarget,
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

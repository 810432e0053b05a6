/**
 * Computes the weights of the classes in the loss of training.
 *
 * @module
 */

import { comparable } from '../../encode/field/number.ts';
import { UserError } from '../../errors.ts';
import type { ClassWeightOption } from '../../model/fit-options.ts';
import type { ClassTarget, Target } from '../../model/target.ts';
import { listed } from '../../notice.ts';
import { classCounts } from './classes.ts';

/** Rarer classes weigh no more than this: their few rows would be learnt by heart. */
const MAX_WEIGHT = 10;

/**
 * Weighs by `auto` with n / (classes · n of the class), as scikit-learn's `balanced`, over the classes that
 * training rows have.
 *
 * @param targets - class indexes of the training examples
 * @returns one weight a class; `undefined` where all weigh the same
 */
export function classWeights(
  option: ClassWeightOption,
  target: Target,
  targets: Float32Array,
): readonly number[] | undefined {
  if (target.mode !== 'classify' || option === 'none') return undefined;
  if (option !== 'auto') return namedWeights(option, target);
  const counts = classCounts(targets, target.classes.length);
  const present = counts.filter((count) => count > 0).length;
  const weights = counts.map((count) =>
    count === 0 ? 1 : Math.min(MAX_WEIGHT, targets.length / (present * count)),
  );
  return weights.some((weight) => weight !== weights[0]) ? weights : undefined;
}

/** @throws UserError for a name that is none of the classes */
export function refuseUnknownClasses(option: ClassWeightOption, { classes }: ClassTarget): void {
  if (typeof option === 'string') return;
  const known = new Set(classes.map(comparable));
  const unknown = [...option.keys()].find((name) => !known.has(comparable(name)));
  if (unknown === undefined) return;
  throw new UserError(
    `class_weight names the class "${unknown}", which the target does not have: its classes are ${listed(classes.map((name) => `"${name}"`))}.`,
  );
}

/** A class that is not named weighs 1. */
function namedWeights(
  option: ReadonlyMap<string, number>,
  { classes }: ClassTarget,
): readonly number[] {
  const byName = new Map([...option].map(([name, weight]) => [comparable(name), weight]));
  return classes.map((name) => byName.get(comparable(name)) ?? 1);
}

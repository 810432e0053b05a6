/**
 * Finds the classes of a target, and numbers the class of each row.
 *
 * @module
 */

import { byCodePoint } from '../../encode/field/code-point.ts';
import { comparable, isText, parseNumber } from '../../encode/field/number.ts';
import { thousands, UserError } from '../../errors.ts';
import type { ClassTarget } from '../../model/target.ts';

/** More classes than this are no classes; they would also swamp the output of the network. */
export const MAX_CLASSES = 100;

/** These are names of the class that means "nothing happened". */
const NEGATIVES = new Set([
  '0',
  'false',
  'no',
  'n',
  'benign',
  'normal',
  'negative',
  'ok',
  'good',
  'clean',
]);

/**
 * Tells whether the target names classes: it has text, or exactly two distinct values. A number that is
 * not finite is null.
 *
 * @param texts - one a row; `''` for null
 */
export function looksLikeClasses(texts: readonly string[]): boolean {
  const values = new Set<string>();
  for (const text of texts) {
    if (isText(text)) return true;
    const isNumber = !Number.isNaN(parseNumber(text));
    if (isNumber && values.size <= 2) values.add(comparable(text));
  }
  return values.size === 2;
}

/**
 * Finds the classes of a target.
 *
 * @param positive - the positive class of two, where the user named it
 * @throws UserError for fewer than two classes, more than `MAX_CLASSES`, or an unknown `positive`
 */
export function fitClasses(
  field: string,
  texts: readonly string[],
  positive: string | undefined,
): ClassTarget {
  const names = new Map<string, string>();
  for (const text of texts) {
    const key = comparable(text);
    if (key !== '' && !names.has(key)) names.set(key, text.trim());
  }
  const classes = [...names.values()].sort(byCodePoint);
  if (classes.length < 2) {
    const found = classes.length === 0 ? 'no value' : `only the class "${classes[0]}"`;
    throw new UserError(
      `The target ${field} has ${found} in these results: search for rows of at least two classes.`,
    );
  }
  if (classes.length > MAX_CLASSES) {
    throw new UserError(
      `The target ${field} has ${thousands(classes.length)} classes, at most ${MAX_CLASSES} can be learnt: choose a field with fewer values, or mode=regress for numbers.`,
    );
  }
  return { mode: 'classify', field, classes: withPositiveLast(field, classes, positive) };
}

function withPositiveLast(
  field: string,
  classes: string[],
  positive: string | undefined,
): string[] {
  if (classes.length > 2) {
    if (positive === undefined) return classes;
    throw new UserError(
      `positive is for a target of two classes, and ${field} has ${classes.length}: leave it out.`,
    );
  }
  const index = positive === undefined ? positiveIndex(classes) : classIndex(classes, positive);
  if (index < 0) {
    throw new UserError(
      `Invalid value for positive: must be ${classes.map((name) => `"${name}"`).join(' or ')}, got "${positive}"`,
    );
  }
  return index === 0 ? classes.reverse() : classes;
}

/** Returns the one class of two that is not a known negative, else the last. */
function positiveIndex(classes: readonly string[]): number {
  const isNegative = classes.map((name) => NEGATIVES.has(comparable(name).toLowerCase()));
  return isNegative[0] !== isNegative[1] ? isNegative.indexOf(false) : 1;
}

function classIndex(classes: readonly string[], name: string): number {
  return classes.findIndex((other) => comparable(other) === comparable(name));
}

/** Returns the class index of each row; NaN for null and for classes that are not the model's. */
export function classIndexes({ classes }: ClassTarget, texts: readonly string[]): Float64Array {
  const indexes = new Map(classes.map((name, index) => [comparable(name), index]));
  return Float64Array.from(texts, (text) => indexes.get(comparable(text)) ?? Number.NaN);
}

/** Counts how often each class occurs among class indexes. */
export function classCounts(indexes: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let at = 0; at < indexes.length; at++) {
    const index = indexes[at];
    counts[index] = counts[index] + 1;
  }
  return counts;
}

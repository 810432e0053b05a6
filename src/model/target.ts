/**
 * The value to predict as numbers: a class index, or a standardised number.
 *
 * @module
 */

import { byCodePoint } from '../encode/field/code-point.ts';
import { comparable, isNonFinite, parseNumber } from '../encode/field/number.ts';
import { thousands, UserError } from '../errors.ts';
import type { AnomalyTarget } from './anomaly-target.ts';
import type { ForecastTarget } from './forecast-target.ts';

export interface ClassTarget {
  readonly mode: 'classify';
  readonly field: string;
  /** In order of their index; of two classes the second is the positive one. */
  readonly classes: readonly string[];
}

export interface NumberTarget {
  readonly mode: 'regress';
  readonly field: string;
  /** Of the training rows; the network predicts (value − mean) / scale. */
  readonly mean: number;
  readonly scale: number;
}

/** One field of the row itself, or of one behind it: a label, or a number. */
export type LabelledTarget = ClassTarget | NumberTarget | ForecastTarget;

export type Target = LabelledTarget | AnomalyTarget;

/** Whether the target is a number, of its own row or of a later one. */
export function isNumber(target: Target): target is NumberTarget | ForecastTarget {
  return target.mode === 'regress' || target.mode === 'forecast';
}

/** The field that is predicted; none where every field is. */
export function targetField(target: Target): string | undefined {
  return target.mode === 'anomaly' ? undefined : target.field;
}

/** The field whose last known value the predictions of a forecast add to. */
export function levelField(target: Target): ForecastTarget | undefined {
  return target.mode === 'forecast' ? target : undefined;
}

/** The classes that the target has, in order of their index; none where it has other values. */
export function classesOf(target: Target): readonly string[] {
  return target.mode === 'classify' ? target.classes : [];
}

/** Whether the target has two classes, and so a threshold. */
export function isBinary(target: Target): target is ClassTarget {
  return target.mode === 'classify' && target.classes.length === 2;
}

/** More classes than this are no classes; they would also swamp the network's output. */
export const MAX_CLASSES = 100;

/** Mean and spread of a numeric target; predictions many times as large are still numbers. */
const LARGEST = 1e30;

/** Names of the class that means "nothing happened". */
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
 * Whether the target names classes: it has text, or exactly two distinct values. What is not finite
 * is null.
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
 * The classes of a target.
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

/** The one class of two that is not a known negative, else the last. */
function positiveIndex(classes: readonly string[]): number {
  const isNegative = classes.map((name) => NEGATIVES.has(comparable(name).toLowerCase()));
  return isNegative[0] !== isNegative[1] ? isNegative.indexOf(false) : 1;
}

function classIndex(classes: readonly string[], name: string): number {
  return classes.findIndex((other) => comparable(other) === comparable(name));
}

/** @throws UserError when a numeric target holds text */
export function refuseText(
  field: string,
  texts: readonly string[],
  { name, instead }: { readonly name: string; readonly instead: string },
): void {
  const odd = texts.find(isText);
  if (odd === undefined) return;
  throw new UserError(
    `mode=${name} needs numbers, and the target ${field} holds "${odd.trim().slice(0, 40)}": ${instead}.`,
  );
}

/** Whether a value is neither null nor a number, not even one that is not finite. */
function isText(text: string): boolean {
  if (!Number.isNaN(parseNumber(text))) return false;
  const trimmed = text.trim();
  return trimmed !== '' && !isNonFinite(trimmed);
}

/**
 * Mean and spread of a numeric target.
 *
 * @param rows - training rows
 * @throws UserError when the rows hold fewer than two distinct numbers, or numbers too large
 */
export function fitNumberTarget(
  field: string,
  texts: readonly string[],
  rows: Int32Array,
): NumberTarget {
  const values = Array.from(rows, (row) => parseNumber(texts[row] as string));
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value / known.length, 0);
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2 / known.length, 0);
  // Rounding gives equal numbers a spread.
  if (known.every((value) => value === known[0])) {
    const found = known.length === 0 ? 'no number' : `only the value ${known[0]}`;
    throw new UserError(
      `The target ${field} has ${found} in the training rows: there is nothing to learn.`,
    );
  }
  const scale = Math.sqrt(variance);
  // Predictions are float32.
  if (!(Math.abs(mean) + scale < LARGEST)) {
    throw new UserError(
      `The target ${field} holds numbers too large to learn, beyond ${LARGEST}: scale it with | eval, or leave those rows out.`,
    );
  }
  return { mode: 'regress', field, mean, scale };
}

/**
 * The target of each row as the network sees it: a class index or a standardised number; NaN for
 * null and for classes that are not the model's.
 */
export function encodeTarget(target: LabelledTarget, texts: readonly string[]): Float64Array {
  if (isNumber(target)) {
    return Float64Array.from(texts, (text) => (parseNumber(text) - target.mean) / target.scale);
  }
  const indexes = new Map(target.classes.map((name, index) => [comparable(name), index]));
  return Float64Array.from(texts, (text) => indexes.get(comparable(text)) ?? Number.NaN);
}

/** How often each class occurs among class indexes. */
export function classCounts(indexes: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let at = 0; at < indexes.length; at++) {
    const index = indexes[at];
    counts[index] = counts[index] + 1;
  }
  return counts;
}

/**
 * Options that would change nothing for these results are refused rather than ignored.
 *
 * @module
 */

import type { Window } from '../encode/rows/sequence-spec.ts';
import { UserError } from '../errors.ts';
import type { FitSettings } from '../model/fit-options.ts';

/**
 * Asks for the reading because the refusals of both name the same options: what one of them needs, the
 * other cannot use.
 *
 * @throws UserError for options of windows where each row is a sequence, and the like
 */
export function refuseWindowOptions(window: Window, settings: FitSettings): void {
  const { given, features } = settings;
  if (window !== 'characters') refuseGiven(OF_TEXTS, given, isForTexts);
  if (typeof window !== 'number') refuseGiven(OF_WINDOWS, given, needsWindow);
  if (window === 'characters') {
    const isAlone = features.fields.length === 1;
    refuseGiven(isAlone ? OF_VALUES : [], given, isForValues);
  } else if (window === 'fields') {
    refuseOfNumbers(features);
  } else if (given.has('embedding')) {
    throw new UserError(
      `embedding is the width of tokens: add window=fields or window=characters, or leave it out (a category's width follows its number of values).`,
    );
  }
}

/** Tokens are neither scaled nor columns. */
function refuseOfNumbers({ numeric, categorical, ip }: FitSettings['features']): void {
  if (numeric !== 'auto') throw needsWindow(`numeric=${numeric}`);
  if (categorical === 'onehot') throw needsWindow('categorical=onehot');
  if (ip === 'onehot') throw needsWindow('ip=onehot');
}

/** Options of windows of rows, of texts, and of the values of fields. */
const OF_WINDOWS = ['gap', 'end', 'min_rows', 'label', 'time_features', 'contamination'];
const OF_TEXTS = ['length', 'case'];
const OF_VALUES = ['numeric', 'categorical', 'ip'];

function refuseGiven(
  options: readonly string[],
  given: ReadonlySet<string>,
  refusal: (option: string) => UserError,
): void {
  const idle = options.find((option) => given.has(option));
  if (idle !== undefined) throw refusal(idle);
}

function isForTexts(option: string): UserError {
  return new UserError(
    `${option} is for texts: add window=characters and name one text field after from, or leave ${option} out.`,
  );
}

function isForValues(option: string): UserError {
  return new UserError(
    `${option} is for the values of fields, and here the characters of one text are read: leave ${option} out.`,
  );
}

function needsWindow(option: string): UserError {
  return new UserError(
    `${option} is for windows of rows, and here each row is a sequence of its own: add window=20 or leave ${option} out.`,
  );
}

/**
 * Decides whether a fit reads the characters of a text, and of which one, and refuses it where that cannot be.
 *
 * @module
 */

import { isMostlyDistinct, kindOf } from '../encode/field/kind.ts';
import type { Window } from '../encode/rows/sequence-spec.ts';
import { UserError } from '../errors.ts';
import { excluding, fieldListText } from '../leaks/excluding.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { Mode } from '../model/header.ts';
import { listed, type Notice } from '../notice.ts';
import type { SearchResults } from '../results/results.ts';

/** Tells whether `window=auto` reads characters: those of the only field, if most of its texts differ. */
export function readsCharacters(
  results: SearchResults,
  mode: Mode,
  { features: { fields, kinds, scored }, sequence: { window, by } }: FitSettings,
): boolean {
  const [field, ...others] = fields;
  if (window !== 'auto' || mode === 'forecast' || by.length > 0) return false;
  if (field === undefined || others.length > 0 || kinds.has(field) || scored.has(field))
    return false;
  return isMostlyDistinct(results.texts(field));
}

/** Says what is read character by character, where the user did not say so, and what stands beside it. */
export function textNotices(
  text: string | undefined,
  { features: { fields }, sequence }: FitSettings,
): Notice[] {
  if (text === undefined) return [];
  const others = fields.filter((field) => field !== text);
  if (others.length > 0) {
    const beside = `${text} is read character by character; the further fields after from are inputs of the linear model beside the LSTM.`;
    return [{ level: 'INFO', text: beside }];
  }
  if (sequence.window !== 'auto') return [];
  const why = `${text} is read character by character, because most of its values differ: that is window=characters. Add window=fields to read it as one value.`;
  return [{ level: 'INFO', text: why }];
}

/** A field of texts with at most so many values is a category where another one has more. */
const FEW_VALUES = 32;

/**
 * Returns the field whose characters are read; `undefined` with another window. It is the only field, the only one
 * that holds texts most of which differ, the only one with many of them, or the only one that holds texts at all.
 * Fields named in full come before those of a glob, and a kind that the user fixed says that a field is none.
 *
 * @throws UserError where there is no such field, or several
 */
export function textToRead(
  results: SearchResults,
  window: Window,
  settings: FitSettings,
): string | undefined {
  if (window !== 'characters') return undefined;
  const { fields, kinds, named, scored } = settings.features;
  const [first, ...others] = fields;
  if (others.length === 0) return first;
  const texts = fields.filter(
    (field) =>
      !(kinds.has(field) || (scored.has(field) && !named.has(field))) && isText(results, field),
  );
  const inFull = texts.filter((field) => named.has(field));
  const candidates = inFull.length > 0 ? inFull : texts;
  const distinct = candidates.filter((field) => isMostlyDistinct(results.texts(field)));
  const many = candidates.filter((field) => hasManyValues(results.texts(field)));
  const [text, ...more] = [distinct, many, candidates].find(({ length }) => length > 0) ?? [];
  if (text === undefined) throw noText(fields);
  if (more.length > 0) throw severalTexts([text, ...more]);
  refuseIdleFields(text, settings);
  return text;
}

function isText(results: SearchResults, field: string): boolean {
  const texts = results.texts(field);
  return kindOf(texts, [...texts.keys()]) === 'category';
}

function hasManyValues(texts: readonly string[]): boolean {
  const values = new Set<string>();
  return texts.some((text) => values.add(text.trim()).size > FEW_VALUES);
}

function noText(fields: readonly string[]): UserError {
  return new UserError(
    `window=characters reads the characters of a text, and none of ${listed(fields)} holds texts: name a text field after from, or leave window out.`,
  );
}

function severalTexts(texts: readonly string[]): UserError {
  const others = texts.slice(1);
  return new UserError(
    `window=characters reads the characters of one field, and ${listed(texts)} hold texts: keep one. To read ${texts[0]}, make values of the ${others.length === 1 ? 'other' : 'others'} with categories=${fieldListText(others)}, or leave ${others.length === 1 ? 'it' : 'them'} out with ${excluding(others)}.`,
  );
}

/** Further fields are inputs of the linear model, so that there must be one. */
function refuseIdleFields(
  text: string,
  { target, network: { wide } }: Pick<FitSettings, 'target' | 'network'>,
): void {
  const without = `name ${text} alone after from`;
  if (target.field === '') {
    throw new UserError(
      `Without a target, window=characters learns which character comes next in one text: ${without}.`,
    );
  }
  if (wide !== false) return;
  throw new UserError(
    `Further fields beside the characters of ${text} are inputs of the linear model, which wide=false leaves out: leave wide=false out, or ${without}.`,
  );
}

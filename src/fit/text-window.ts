/**
 * Decides whether a fit reads the characters of a text, and refuses it where that cannot be.
 *
 * @module
 */

import { isMostlyDistinct } from '../encode/field/kind.ts';
import type { Window } from '../encode/rows/sequence-spec.ts';
import { UserError } from '../errors.ts';
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

/** Says why characters are read where the user did not ask for that. */
export function textNotices(window: Window, { features, sequence }: FitSettings): Notice[] {
  if (window !== 'characters' || sequence.window !== 'auto') return [];
  const text = `${features.fields.join()} is read character by character, because most of its values differ: that is window=characters. Add window=fields to read it as one value.`;
  return [{ level: 'INFO', text }];
}

/** @throws UserError where there is more than one field, with the texts among them */
export function refuseSeveralTexts(
  results: SearchResults,
  window: Window,
  { features: { fields } }: FitSettings,
): void {
  if (window !== 'characters' || fields.length === 1) return;
  const texts = fields.filter((field) => isMostlyDistinct(results.texts(field)));
  const named = listed(texts.length > 0 ? texts : fields);
  const which = texts.length > 0 ? 'Texts of mostly different values' : 'Fields';
  throw new UserError(
    `window=characters reads one text field, and from takes ${fields.length} fields: name one alone after from. ${which} here: ${named}.`,
  );
}

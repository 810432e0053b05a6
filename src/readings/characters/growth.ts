/**
 * Grows the encoder of a text by new characters, and its further fields as those of rows.
 *
 * @module
 */

import { grownVocabulary, oldIndexes, vocabularySize } from '../../encode/field/category.ts';
import { range } from '../../encode/rows/row-lists.ts';
import type { GrownInputs } from '../grown-inputs.ts';
import { grownField } from '../rows/growth.ts';
import { type CharacterEncoder, type CharacterField, textField } from './encoder.ts';

export function grownCharacterField(
  old: CharacterField,
  fresh: CharacterField | undefined,
): CharacterField {
  if (old.kind !== 'text') return grownField(old, fresh?.kind === 'text' ? undefined : fresh);
  const characters = fresh?.kind === 'text' ? fresh.vocabulary : undefined;
  return { ...old, vocabulary: grownVocabulary(old.vocabulary, characters) };
}

/** The LSTM layers read the text alone. */
export function grownCharacters(
  old: CharacterEncoder,
  grown: CharacterEncoder,
  tokenWidth: number,
): GrownInputs {
  const [before, now] = [textField(old), textField(grown)];
  const characters = oldIndexes(before.vocabulary, now.vocabulary);
  const begin = now.hasBegin ? [vocabularySize(before.vocabulary)] : [];
  return { inputs: range(tokenWidth), embeddings: [Int32Array.from([...characters, ...begin])] };
}

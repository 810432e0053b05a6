/**
 * Checks a model that reads the characters of a text, and further fields beside it.
 *
 * @module
 */

import { vocabularySize } from '../../encode/field/category.ts';
import { besideWidth, furtherFields } from '../../readings/characters/beside.ts';
import { characterCount, textField } from '../../readings/characters/encoder.ts';
import { embeddedFields } from '../../readings/rows/features.ts';
import { isMeanOf } from './mean.ts';
import { hasOnlyEmbedding } from './only-embedding.ts';
import type { HeaderOf, ReadingRules } from './rule.ts';

export const characters: ReadingRules<'characters'> = {
  hasFittingInputs: ({ encoder, network }) =>
    encoder.fields.filter(({ kind }) => kind === 'text').length === 1 &&
    hasOnlyEmbedding(network, characterCount(textField(encoder))),
  // Models of a text alone that were made before its length was an input have none.
  denseWidths: ({ encoder }) =>
    encoder.fields.length === 1 ? [0, besideWidth(encoder)] : [besideWidth(encoder)],
  hasFittingBeside,
};

function hasFittingBeside({ typical, encoder, network }: HeaderOf<'characters'>): boolean {
  const isRead = network.wide !== undefined && network.wide.dense > 0;
  if (typical?.beside === undefined) return !isRead;
  const ids = embeddedFields(furtherFields(encoder)).map(({ vocabulary }) => {
    return { vocabulary: vocabularySize(vocabulary) };
  });
  return isMeanOf(typical.beside, besideWidth(encoder), ids);
}

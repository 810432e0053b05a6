/**
 * A sequence of the characters of a text: each timestep is a character.
 *
 * @module
 */

import { fieldCells } from '../field-cells.ts';
import type { Reading } from '../reading.ts';
import { typicalCounts } from '../typical-input.ts';
import { characterCount, encodeCharacters, fitText, textField } from './encoder.ts';
import { characterHiders } from './hiders.ts';
import { piecesOf } from './pieces.ts';
import { ngramShape, ngramTerms, writeNgrams } from './summary.ts';
import { typicalCharacters } from './typical.ts';
import { textColumns } from './watched.ts';

/** A character that is predicted is a step, what comes behind it, the excess of that, and what counts made of it. */
const NUMBERS_OF_A_CHARACTER = 4;

export const characters: Reading<'characters'> = {
  unit: 'text',
  fitField: fitText,
  encoder: (fields) => ({ kind: 'characters', fields }),
  sequences(encoder, { results, placed }) {
    const field = textField(encoder);
    const { cellsOf, report } = fieldCells(encoder, results, placed.rows);
    return { sequences: encodeCharacters(field, cellsOf(field.field)), report };
  },
  inputs: (encoder, width) => ({
    features: 0,
    embeddings: [{ vocabulary: characterCount(textField(encoder)), width }],
  }),
  rowWidth(encoder) {
    const { meanLength, hasBegin } = textField(encoder);
    return hasBegin ? (meanLength + 1) * NUMBERS_OF_A_CHARACTER : meanLength;
  },
  length(encoder) {
    const { length, hasBegin } = textField(encoder);
    const timesteps = length + Number(hasBegin);
    return { timesteps, text: `up to ${timesteps} timesteps a text` };
  },
  placeOf(encoder) {
    const { field } = textField(encoder);
    return () => ({ field, back: 0 });
  },
  pieces: (encoder, amounts, tokens) => piecesOf(textField(encoder).vocabulary, amounts, tokens),
  watched: (encoder, common) => textColumns(textField(encoder), common),
  hiders: (encoder, sequences) => characterHiders(textField(encoder).vocabulary, sequences),
  typical: { of: typicalCounts, input: typicalCharacters },
  summary: {
    shape: (sampled, _, maxColumns) => ngramShape(sampled, maxColumns),
    write: (sampled, _, into) => writeNgrams(sampled, into),
    terms: (encoder, one) => ngramTerms(textField(encoder).field, one),
  },
};

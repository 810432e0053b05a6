/**
 * A sequence of the characters of a text: each timestep is a character.
 *
 * @module
 */

import { vocabularySize } from '../../encode/field/category.ts';
import { fieldCells } from '../field-cells.ts';
import type { Reading } from '../reading.ts';
import { encodeCharacters, fitText, textField } from './encoder.ts';
import { characterHiders } from './hiders.ts';
import { piecesOf } from './pieces.ts';
import { ngramShape, writeNgrams } from './summary.ts';
import { typicalCharacters, typicalCounts } from './typical.ts';
import { textColumns } from './watched.ts';

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
    embeddings: [{ vocabulary: vocabularySize(textField(encoder).vocabulary), width }],
  }),
  rowWidth: (encoder) => textField(encoder).meanLength,
  length(encoder) {
    const { length } = textField(encoder);
    return { timesteps: length, text: `up to ${length} characters a row` };
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
  },
};

/**
 * A sequence of the characters of a text: each timestep is a character.
 *
 * @module
 */

import { fieldCells } from '../field-cells.ts';
import type { Reading } from '../reading.ts';
import { fitField } from '../rows/features.ts';
import { typicalCounts } from '../typical-input.ts';
import { besideColumns, besideSize, encodeBeside, furtherFields, typicalBeside } from './beside.ts';
import { characterCount, encodeCharacters, fitText, textField } from './encoder.ts';
import { grownCharacterField, grownCharacters } from './growth.ts';
import { characterHiders } from './hiders.ts';
import { piecesOf } from './pieces.ts';
import { ngramShape, ngramTerms, writeNgrams } from './summary.ts';
import { typicalCharacters } from './typical.ts';
import { textColumns } from './watched.ts';

/** A character that is predicted is a step, what comes after it, the excess of that, and what counts made of it. */
const NUMBERS_OF_A_CHARACTER = 4;

/**
 * LSTM layers that have not seen names of a kind take them for harmless and are sure of it, while they are seldom
 * sure without reason that a name is generated. See docs/decisions/statistics.md for what was measured.
 */
const ODDS_FLOOR = 0.1;

export const characters: Reading<'characters'> = {
  unit: 'text',
  fitField: (column, rows, options) =>
    column.field === options.text
      ? fitText(column, rows, options)
      : fitField(column, rows, options),
  encoder: (fields) => ({ kind: 'characters', fields }),
  sequences(encoder, { results, placed }) {
    const field = textField(encoder);
    const { cellsOf, report } = fieldCells(encoder, results, placed.rows);
    const sequences = encodeCharacters(field, cellsOf(field.field));
    // Where the next character is learnt, there is no linear model.
    if (field.hasBegin) return { sequences, report };
    const beside = encodeBeside(encoder, sequences.lengths, placed.rows, cellsOf);
    // Rows of the same text may differ in their further fields.
    const isShared = furtherFields(encoder).fields.length === 0;
    return { sequences: { ...sequences, beside, isShared }, report };
  },
  growth: { field: grownCharacterField, inputs: grownCharacters },
  inputs: (encoder, width) => ({
    features: 0,
    embeddings: [{ vocabulary: characterCount(textField(encoder)), width }],
  }),
  rowWidth(encoder) {
    const { meanLength, hasBegin } = textField(encoder);
    return hasBegin ? (meanLength + 1) * NUMBERS_OF_A_CHARACTER : meanLength + besideSize(encoder);
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
  watched(encoder, common) {
    const ofText = textColumns(textField(encoder), common);
    return [...ofText, ...besideColumns(encoder, common?.slice(ofText.length))];
  },
  hiders: (encoder, sequences) => characterHiders(textField(encoder).vocabulary, sequences),
  typical: {
    of(sequences, training, network) {
      const typical = typicalCounts(sequences, training, network);
      const { beside } = sequences;
      return beside === undefined
        ? typical
        : { ...typical, beside: typicalBeside(beside, training) };
    },
    input: typicalCharacters,
  },
  summary: {
    oddsFloor: ODDS_FLOOR,
    alone: (encoder) => furtherFields(encoder).fields.map(({ field }) => field),
    shape: (sampled, _, maxColumns) => ngramShape(sampled, maxColumns),
    write: (sampled, _, into) => writeNgrams(sampled, into),
    terms: ngramTerms,
  },
};

/**
 * A sequence of the fields of a row: each timestep is a token.
 *
 * @module
 */

import { fieldCells } from '../field-cells.ts';
import type { Reading } from '../reading.ts';
import { typicalCounts } from '../typical-input.ts';
import { encodeTokens } from './encode-tokens.ts';
import { grownTokenInputs, grownTokens } from './growth.ts';
import { tokenHiders } from './hiders.ts';
import { tokenShape, tokenTerms, writeTokens } from './summary.ts';
import { fitTokens, tokenCount, tokenNames, tokensPerRow } from './tokens.ts';
import { typicalTokens } from './typical.ts';
import { tokenColumns } from './watched.ts';

export const fields: Reading<'tokens'> = {
  unit: 'row',
  fitField: fitTokens,
  encoder: (all) => ({ kind: 'tokens', fields: all }),
  sequences(encoder, { results, placed }) {
    const { cellsOf, report } = fieldCells(encoder, results, placed.rows);
    return { sequences: encodeTokens(encoder, placed.rows, cellsOf), report };
  },
  growth: { field: grownTokens, inputs: grownTokenInputs },
  inputs: (encoder, width) => ({
    features: 0,
    embeddings: [{ vocabulary: tokenCount(encoder), width }],
  }),
  rowWidth: tokensPerRow,
  length(encoder) {
    const timesteps = tokensPerRow(encoder);
    return { timesteps, text: `${timesteps} tokens a row` };
  },
  placeOf(encoder, inputs) {
    const names = tokenNames(encoder);
    return (at) => ({ field: names[Math.floor(at / inputs)] as string, back: 0 });
  },
  watched: tokenColumns,
  hiders: tokenHiders,
  typical: { of: typicalCounts, input: typicalTokens },
  summary: {
    shape: (sampled, _, maxColumns) => tokenShape(sampled, maxColumns),
    write: (sampled, _, into) => writeTokens(sampled, into),
    terms: tokenTerms,
  },
};

/**
 * A sequence of the fields of a row: each timestep is a token.
 *
 * @module
 */

import type { Reading } from '../reading.ts';
import { encodeSequences } from '../sequence-rows.ts';
import { tokenColumns } from '../watched-columns.ts';
import { fitTokens, tokenCount, tokenNames, tokensPerRow } from './tokens.ts';

export const fields: Reading<'tokens'> = {
  unit: 'row',
  fitField: fitTokens,
  encoder: (all) => ({ kind: 'tokens', fields: all }),
  sequences: (encoder, { results, placed, level }, reach) =>
    encodeSequences({ encoder, level }, results, placed, reach),
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
};

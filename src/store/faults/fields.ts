/**
 * Checks a model that reads the fields of a row.
 *
 * @module
 */

import { tokenCount } from '../../readings/fields/tokens.ts';
import { hasOnlyEmbedding } from './only-embedding.ts';
import type { ReadingRules } from './rule.ts';

export const fields: ReadingRules<'tokens'> = {
  hasFittingInputs: ({ encoder, network }) => hasOnlyEmbedding(network, tokenCount(encoder)),
  // The bin that stands for null is one of the bins.
  hasFittingFills: (encoder) =>
    encoder.fields.every((field) => field.kind !== 'numeric' || field.fill <= field.edges.length),
  denseWidths: () => [0],
  hasFittingBeside: ({ typical }) => typical?.beside === undefined,
};

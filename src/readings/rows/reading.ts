/**
 * A sequence of rows of an entity: each timestep is a row.
 *
 * @module
 */

import { vocabularySize } from '../../encode/field/category.ts';
import type { Reading } from '../reading.ts';
import { encodeSequences } from '../sequence-rows.ts';
import { featureColumns } from '../watched-columns.ts';
import {
  embeddedFields,
  embeddingWidth,
  featureCount,
  featureNames,
  fitField,
} from './features.ts';

export const rows: Reading<'features'> = {
  unit: 'window',
  fitField,
  encoder: (fields, times) => ({ kind: 'features', fields, ...times }),
  sequences: (encoder, { results, placed, level }, reach) =>
    encodeSequences({ encoder, level }, results, placed, reach),
  inputs: (encoder) => ({
    features: featureCount(encoder),
    embeddings: embeddedFields(encoder).map(({ vocabulary }) => ({
      vocabulary: vocabularySize(vocabulary),
      width: embeddingWidth(vocabulary),
    })),
  }),
  rowWidth: (encoder) => featureCount(encoder) + embeddedFields(encoder).length,
  length: (_, window) => ({ timesteps: Number(window), text: `window=${window}` }),
  placeOf(encoder, inputs, timesteps) {
    const names = featureNames(encoder);
    return (at) => ({
      field: names[at % inputs] as string,
      back: timesteps - 1 - Math.floor(at / inputs),
    });
  },
  watched: featureColumns,
};

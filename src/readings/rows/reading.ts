/**
 * A sequence of rows of an entity: each timestep is a row.
 *
 * @module
 */

import { vocabularySize } from '../../encode/field/category.ts';
import type { Reading } from '../reading.ts';
import {
  embeddedFields,
  embeddingWidth,
  featureCount,
  featureNames,
  fitField,
} from './features.ts';
import { grownField, grownRows } from './growth.ts';
import { rowHiders } from './hiders.ts';
import { encodeWindows } from './sequences.ts';
import { windowShape, writeWindows } from './summary.ts';
import { windowTerms } from './summary-terms.ts';
import { typicalRow, typicalRows } from './typical.ts';
import { featureColumns } from './watched.ts';

export const rows: Reading<'features'> = {
  unit: 'window',
  fitField,
  encoder: (fields, times) => ({ kind: 'features', fields, ...times }),
  sequences: encodeWindows,
  growth: { field: grownField, inputs: grownRows },
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
  hiders: rowHiders,
  typical: {
    of: typicalRow,
    input: (_, weighted, typical, timesteps) => typicalRows(weighted, typical, timesteps),
  },
  summary: { shape: windowShape, write: writeWindows, terms: windowTerms },
};

/**
 * Hides categories of the feature matrix, and of the indexes beside it.
 *
 * @module
 */

import { OTHER, type Vocabulary } from '../../encode/field/category.ts';
import type { Sequences, Steps } from '../../encode/rows/steps.ts';
import { type Hider, type Hiders, lastValue } from '../value-dropout.ts';
import { embeddedFields, type FeatureEncoder, oneHotFields } from './features.ts';

/** @param sequences - as `encoder` made them; their steps are changed */
export function rowHiders(encoder: FeatureEncoder, { steps }: Sequences): Hiders {
  const oneHot = oneHotFields(encoder).map((field) => oneHotHider(field, steps));
  const embedded = embeddedFields(encoder).map(({ vocabulary }, column) =>
    indexHider({ column, vocabulary }, steps),
  );
  return { rows: steps.count, all: [...oneHot, ...embedded] };
}

/** The columns of a category begin at `column`. */
interface PlacedCategory {
  readonly column: number;
  readonly vocabulary: Vocabulary;
}

function oneHotHider(
  { column, vocabulary }: PlacedCategory,
  { features, width }: Pick<Steps, 'features' | 'width'>,
): Hider {
  const last = lastValue(vocabulary);
  return (row, write) => {
    const base = row * width + column;
    for (let index = OTHER + 1; index <= last; index++) {
      if (features[base + index] !== 1) continue;
      write(features, base + index, 0);
      write(features, base + OTHER, 1);
      return;
    }
  };
}

function indexHider(
  { column, vocabulary }: PlacedCategory,
  { ids, idCount }: Pick<Steps, 'ids' | 'idCount'>,
): Hider {
  const last = lastValue(vocabulary);
  return (row, write) => {
    const at = row * idCount + column;
    if (ids[at] <= last) write(ids, at, OTHER);
  };
}

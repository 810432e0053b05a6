/**
 * Checks a model that reads the rows of an entity.
 *
 * @module
 */

import { vocabularySize } from '../../encode/field/category.ts';
import { embeddedFields, embeddingWidth, featureCount } from '../../readings/rows/features.ts';
import type { HeaderOf, ReadingRules } from './rule.ts';

export const rows: ReadingRules<'features'> = {
  hasFittingInputs,
  // A linear model reads the last row of a window, or also the mean and the maximum of its rows.
  denseWidths: ({ network: { features } }) => [features, 3 * features],
  ascending: ({ pause }) => (pause?.quantiles === undefined ? [] : [pause.quantiles]),
  hasFittingBeside: ({ typical }) => typical?.beside === undefined,
};

function hasFittingInputs({ encoder, network, sequence }: HeaderOf<'features'>): boolean {
  const { features, embeddings } = network;
  const embedded = embeddedFields(encoder);
  return (
    (encoder.begin !== undefined) === (sequence.reach?.hasBegin === true) &&
    features === featureCount(encoder) &&
    embeddings.length === embedded.length &&
    embedded.every(
      ({ vocabulary }, at) =>
        embeddings[at]?.vocabulary === vocabularySize(vocabulary) &&
        embeddings[at].width === embeddingWidth(vocabulary),
    )
  );
}

/**
 * Encodes what is known of a text beside its characters: how long it is, and the further fields of its row. The
 * linear model alone reads it.
 *
 * @module
 */

import { vocabularySize } from '../../encode/field/category.ts';
import type { Cells } from '../../encode/field/cells.ts';
import type { BesideSteps } from '../../encode/rows/steps.ts';
import type { LinearTerm, SummarisedSequence } from '../linear-inputs.ts';
import {
  embeddedFields,
  encodeFeatures,
  type FeatureEncoder,
  featureCount,
  featureNames,
} from '../rows/features.ts';
import { featureColumns } from '../rows/watched.ts';
import { shareTerms } from '../share-terms.ts';
import { type MeanSteps, meanInput, type TypicalInput } from '../typical-input.ts';
import type { WatchedColumn } from '../watched-columns.ts';
import { type CharacterEncoder, textField } from './encoder.ts';

/** The length of the text stands after the features of the fields. */
const LENGTHS = 1;

/** Returns the encoder of the further fields, which may have none. */
export function furtherFields({ fields }: CharacterEncoder): FeatureEncoder {
  return { kind: 'features', fields: fields.filter((field) => field.kind !== 'text') };
}

/** Returns how many dense numbers stand beside a text. */
export function besideWidth(encoder: CharacterEncoder): number {
  return LENGTHS + featureCount(furtherFields(encoder));
}

/** Returns how many numbers and ids stand beside a text. */
export function besideSize(encoder: CharacterEncoder): number {
  return besideWidth(encoder) + embeddedFields(furtherFields(encoder)).length;
}

/**
 * @param lengths - `[sequences]`: the characters of each text
 * @param rows - the row of each sequence
 */
export function encodeBeside(
  encoder: CharacterEncoder,
  lengths: Int32Array,
  rows: Int32Array,
  cellsOf: (field: string) => Cells,
): BesideSteps {
  const further = furtherFields(encoder);
  const { width: own, features: ofFields, ...ids } = encodeFeatures(further, rows, cellsOf);
  const { meanLength } = textField(encoder);
  const width = LENGTHS + own;
  const features = new Float32Array(rows.length * width);
  for (let row = 0; row < rows.length; row++) {
    features.set(ofFields.subarray(row * own, (row + 1) * own), row * width);
    features[row * width + own] = lengths[row] / meanLength;
  }
  const vocabularies = embeddedFields(further).map(({ vocabulary }) => vocabularySize(vocabulary));
  return { ...ids, width, features, vocabularies };
}

/** Returns what stands beside training texts on average. */
export function typicalBeside(beside: BesideSteps, training: Int32Array): MeanSteps {
  const embeddings = beside.vocabularies.map((vocabulary) => ({ vocabulary }));
  return meanInput(beside, training, { embeddings }, (example) => Int32Array.of(example));
}

/**
 * Returns what sets the inputs beside a text apart from typical ones.
 *
 * @param columns - of the ids, the first ones of the one-hot columns
 */
export function besideTerms(
  encoder: CharacterEncoder,
  { sequences: { beside }, sample, shape: { dense } }: SummarisedSequence,
  { beside: typical }: TypicalInput,
  columns: number,
): LinearTerm[] {
  if (beside === undefined || typical === undefined || dense === 0) return [];
  const further = furtherFields(encoder);
  const ofFields = featureNames(further).slice(0, featureCount(further));
  const names = [...ofFields, `length of ${textField(encoder).field}`];
  const { width, features, idCount, ids } = beside;
  let base = 0;
  const terms = [
    ...typical.features.map((mean, column) => ({
      column,
      difference: features[sample * width + column] - mean,
      field: names[column] as string,
      back: 0,
    })),
    ...embeddedFields(further).flatMap(({ field }, at) => {
      const counts = typical.counts[at] as readonly number[];
      const own = { field, base, shape: { dense, columns } };
      base += counts.length;
      return shareTerms(ids[sample * idCount + at], counts, own);
    }),
  ];
  return terms.map((term) => ({ ...term, isBeside: true }));
}

/** @param common - the number of values of each category that have a bin of their own, by column */
export function besideColumns(
  encoder: CharacterEncoder,
  common?: readonly number[],
): WatchedColumn[] {
  return featureColumns(furtherFields(encoder), common).map((column) => ({
    ...column,
    count: ({ beside, ...sequences }, rows, counts) => {
      if (beside === undefined) throw new RangeError('there is nothing beside the texts');
      column.count({ ...sequences, steps: beside }, rows, counts);
    },
  }));
}

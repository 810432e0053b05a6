/**
 * Grows the encoder of rows by what is new in later rows: values of categories, and nulls. A new value begins
 * with the weights of `other`, as which the old network read it, so that nothing changes before training.
 *
 * @module
 */

import { grownVocabulary, MOST_GROWN, oldIndexes } from '../../encode/field/category.ts';
import { range } from '../../encode/rows/row-lists.ts';
import { FRESH, type GrownInputs, SILENT } from '../grown-inputs.ts';
import {
  calendarColumn,
  embeddedFields,
  type FeatureEncoder,
  type FieldEncoder,
  featureCount,
  fieldColumns,
  fieldWidth,
  type PlacedField,
  placedFields,
} from './features.ts';

/** Each value of a one-hot field is a column of every row, so that such a field grows less than others. */
const MOST_ONE_HOT = 256;

/** The scale of numbers stays that of the old field. */
export function grownField(old: FieldEncoder, fresh: FieldEncoder | undefined): FieldEncoder {
  if (old.kind !== 'category') {
    const hasNull = old.hasNull || (fresh?.kind === old.kind && fresh.hasNull);
    return { ...old, hasNull };
  }
  const values = fresh?.kind === 'category' ? fresh.vocabulary : undefined;
  const most = old.encoding === 'onehot' ? MOST_ONE_HOT : MOST_GROWN;
  return { ...old, vocabulary: grownVocabulary(old.vocabulary, values, most) };
}

export function grownRows(old: FeatureEncoder, grown: FeatureEncoder): GrownInputs {
  const before = placedFields(old);
  const ofFields = grown.fields.flatMap((field, at) =>
    oldColumns(before[at] as PlacedField, field),
  );
  // Calendar, begin, season and pause stand after the fields, and are the same.
  const others = range(featureCount(old) - calendarColumn(old)).map(
    (at) => calendarColumn(old) + at,
  );
  const [embedded, larger] = [embeddedFields(old), embeddedFields(grown)];
  let first = featureCount(old);
  const ofEmbeddings = larger.flatMap((field, at) => {
    const [width, columns] = [fieldWidth(embedded[at] as FieldEncoder), fieldWidth(field)];
    const begin = first;
    first += width;
    return Array.from({ length: columns }, (_, column) =>
      column < width ? begin + column : FRESH,
    );
  });
  return {
    inputs: Int32Array.from([...ofFields, ...others, ...ofEmbeddings]),
    embeddings: larger.map(({ vocabulary }, at) =>
      oldIndexes(embedded[at]?.vocabulary ?? vocabulary, vocabulary),
    ),
  };
}

/** Returns where the columns of a field stood; that of a new null is the only one that the old field lacked. */
function oldColumns({ field: old, column }: PlacedField, field: FieldEncoder): number[] {
  const count = fieldColumns(field);
  if (old.kind === 'category' && field.kind === 'category') {
    const indexes = count === 0 ? [] : [...oldIndexes(old.vocabulary, field.vocabulary)];
    return indexes.map((index) => column + index);
  }
  const own = fieldColumns(old);
  return Array.from({ length: count }, (_, at) => (at < own ? column + at : SILENT));
}

/**
 * Watches the columns of the feature matrix for drift.
 *
 * @module
 */

import { binOf } from '../../encode/field/bins.ts';
import { type IpEncoder, networkOf } from '../../encode/field/ip-features.ts';
import type { NumericEncoder } from '../../encode/field/numeric.ts';
import { scaleNumber } from '../../encode/field/scaling.ts';
import { countIndexes, countNetworks, countNumbers, countOneHot } from '../count-bins.ts';
import {
  categoryBins,
  categoryColumn,
  commonValues,
  type WatchedColumn,
} from '../watched-columns.ts';
import { embeddedFields, type FeatureEncoder, type PlacedField, placedFields } from './features.ts';

/**
 * @param common - the number of values of each category that have a bin of their own, by column
 */
export function featureColumns(
  encoder: FeatureEncoder,
  common: readonly number[] = [],
): WatchedColumn[] {
  const embedded = embeddedFields(encoder);
  return placedFields(encoder).map(({ field, column }, at): WatchedColumn => {
    if (field.kind === 'numeric') return numberColumn({ field, column });
    if (field.kind === 'ip') return networkColumn({ field, column });
    const own = commonValues(field.vocabulary, common[at]);
    const places = categoryBins(field.vocabulary, own);
    const count =
      field.encoding === 'onehot'
        ? countOneHot(column, places)
        : countIndexes(embedded.indexOf(field), places);
    return { field: field.field, ...categoryColumn(field.vocabulary, own), count };
  });
}

function numberColumn({ field, column }: PlacedField & { field: NumericEncoder }): WatchedColumn {
  const { edges = [], hasNull, fill } = field;
  const scaled = edges.map((edge) => Math.fround(scaleNumber(field, edge)));
  // The counter sees scaled values, so the bin is found among scaled edges.
  const fillBin = binOf(scaled, Math.fround(scaleNumber(field, fill)));
  return {
    field: field.field,
    kind: 'number',
    bins: edges.length + 2,
    edges,
    values: [],
    nullsIn: hasNull ? edges.length + 1 : fillBin,
    count: countNumbers({ column, hasNull }, scaled, fillBin),
    numbers: { column, hasNull, edges: scaled, fill: fillBin },
  };
}

function networkColumn({ field, column }: PlacedField & { field: IpEncoder }): WatchedColumn {
  const { edges = [], hasNull, fill } = field;
  return {
    field: field.field,
    kind: 'network',
    bins: edges.length + 2,
    edges,
    values: [],
    nullsIn: hasNull ? edges.length + 1 : binOf(edges, networkOf(fill, 0)),
    count: countNetworks({ column, hasNull }, edges),
  };
}

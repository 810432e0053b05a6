/**
 * What drift is looked for in: the encoded fields of a model, each of whose values falls into one of a
 * few bins.
 *
 * The bins of a number or an address lie between training quantiles, and the last one is null. Those of
 * a category are: unknown to the model, known but rare, the commonest values, null.
 *
 * @module
 */

import { binOf } from '../encode/field/bins.ts';
import { type Vocabulary, vocabularySize } from '../encode/field/category.ts';
import { type IpEncoder, networkOf } from '../encode/field/ip-features.ts';
import type { NumericEncoder } from '../encode/field/numeric.ts';
import { scaleNumber } from '../encode/field/scaling.ts';
import { range } from '../encode/rows/row-lists.ts';
import {
  type CountRows,
  countIndexes,
  countNetworks,
  countNumbers,
  countOneHot,
  countTokens,
} from './count-bins.ts';
import {
  sizesOf,
  type TokenEncoder,
  type TokenField,
  tokensPerRow,
  vocabulariesOf,
} from './fields/tokens.ts';
import {
  embeddedFields,
  type FeatureEncoder,
  type PlacedField,
  placedFields,
} from './rows/features.ts';

export interface WatchedColumn {
  readonly field: string;
  /** Which of the four tokens of an address, from 1 on. */
  readonly part?: number | undefined;
  readonly kind: 'number' | 'network' | 'category';
  /** Bins in all; the last one is that of null. */
  readonly bins: number;
  /** Between the bins of numbers, in their unit, or of networks; none for a category. */
  readonly edges: readonly number[];
  /** The values of a category that have a bin of their own. */
  readonly values: readonly string[];
  /** The bin that nulls are counted in: the last one, unless training had none. */
  readonly nullsIn: number;
  readonly count: CountRows;
}

/** Bins of a category before those of its common values. */
export const UNKNOWN = 0;
export const RARE = 1;
export const COMMON = 2;

/** At most so many values of a category have a bin of their own. */
const MOST_COMMON = 16;

/**
 * @param common - of each column, how many values of a category have a bin of their own; `MOST_COMMON`
 *   without
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
  // As the counter finds it, which sees scaled values.
  const fillBin = binOf(scaled, Math.fround(scaleNumber(field, fill)));
  return {
    field: field.field,
    kind: 'number',
    bins: edges.length + 2,
    edges,
    values: [],
    nullsIn: hasNull ? edges.length + 1 : fillBin,
    count: countNumbers({ column, hasNull }, scaled, fillBin),
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

/** @param common - as for `featureColumns` */
export function tokenColumns(
  encoder: TokenEncoder,
  common: readonly number[] = [],
): WatchedColumn[] {
  const width = tokensPerRow(encoder);
  const columns: WatchedColumn[] = [];
  let base = 0;
  for (const field of encoder.fields) {
    for (const [part, size] of sizesOf(field).entries()) {
      const at = columns.length;
      const count = (places: Uint8Array): CountRows => countTokens(at, width, base, places);
      columns.push(tokenColumn(field, part, common[at], count));
      base += size;
    }
  }
  return columns;
}

function tokenColumn(
  field: TokenField,
  part: number,
  common: number | undefined,
  count: (places: Uint8Array) => CountRows,
): WatchedColumn {
  if (field.kind === 'numeric') {
    const { edges, hasNull, fill } = field;
    return {
      field: field.field,
      kind: 'number',
      bins: edges.length + 2,
      edges,
      values: [],
      nullsIn: hasNull ? edges.length + 1 : fill,
      count: count(Uint8Array.from(range(edges.length + 2))),
    };
  }
  const vocabulary = vocabulariesOf(field)[part] as Vocabulary;
  const own = commonValues(vocabulary, common);
  return {
    field: field.field,
    part: field.kind === 'ip' ? part + 1 : undefined,
    ...categoryColumn(vocabulary, own),
    count: count(categoryBins(vocabulary, own)),
  };
}

function commonValues({ values }: Vocabulary, most = MOST_COMMON): readonly string[] {
  return values.slice(0, most);
}

function categoryColumn(
  { hasNull }: Vocabulary,
  values: readonly string[],
): Omit<WatchedColumn, 'field' | 'count'> {
  const last = COMMON + values.length;
  return { kind: 'category', bins: last + 1, edges: [], values, nullsIn: hasNull ? last : UNKNOWN };
}

/** The bin of each index of a vocabulary: unknown, its values, null. */
function categoryBins(vocabulary: Vocabulary, common: readonly string[]): Uint8Array {
  const places = new Uint8Array(vocabularySize(vocabulary)).fill(RARE);
  places[0] = UNKNOWN;
  for (const at of common.keys()) places[1 + at] = COMMON + at;
  if (vocabulary.hasNull) places[1 + vocabulary.values.length] = COMMON + common.length;
  return places;
}

/**
 * Describes the columns that are watched for drift: the encoded fields of a model, each of whose values
 * falls into one of a few bins.
 *
 * The bins of a number or an address lie between training quantiles, and the last one is null. Those of
 * a category are: unknown to the model, known but rare, the commonest values, null.
 *
 * @module
 */

import { type Vocabulary, vocabularySize } from '../encode/field/category.ts';
import type { CountRows, MatrixColumn } from './count-bins.ts';

export interface WatchedColumn {
  readonly field: string;
  /** What is unknown to a model, in words, where that is not a value of the field. */
  readonly unknown?: string | undefined;
  /** The column is this one of the four tokens of an address, counted from 1. */
  readonly part?: number | undefined;
  readonly kind: 'number' | 'network' | 'category';
  /** The number of bins; the last one is that of null. */
  readonly bins: number;
  /** The edges between the bins of numbers, in their unit, or of networks; none for a category. */
  readonly edges: readonly number[];
  /** The values of a category that have a bin of their own. */
  readonly values: readonly string[];
  /** The bin that nulls are counted in: the last one, unless training had none. */
  readonly nullsIn: number;
  readonly count: CountRows;
  /** What `count` counts, where the column is one of the features. */
  readonly numbers?: NumberBins | undefined;
}

/** The bins of a column of numbers among the features. */
export interface NumberBins extends MatrixColumn {
  /** The scaled edges, ascending, at most `MOST_EDGES`. */
  readonly edges: readonly number[];
  /** The bin of what stands for null. */
  readonly fill: number;
}

/** These bins of a category precede those of its common values. */
export const UNKNOWN = 0;
export const RARE = 1;
export const COMMON = 2;

/** At most this many values of a category have a bin of their own. */
const MOST_COMMON = 16;

/** Returns the values of a category that have a bin of their own. */
export function commonValues({ values }: Vocabulary, most = MOST_COMMON): readonly string[] {
  return values.slice(0, most);
}

/** Returns the column of a category, but for its field and its counter. */
export function categoryColumn(
  { hasNull }: Vocabulary,
  values: readonly string[],
): Omit<WatchedColumn, 'field' | 'count'> {
  const last = COMMON + values.length;
  return { kind: 'category', bins: last + 1, edges: [], values, nullsIn: hasNull ? last : UNKNOWN };
}

/** Returns the bin of each index of a vocabulary: unknown, its values, null. */
export function categoryBins(vocabulary: Vocabulary, common: readonly string[]): Uint8Array {
  const places = new Uint8Array(vocabularySize(vocabulary)).fill(RARE);
  places[0] = UNKNOWN;
  for (const at of common.keys()) places[1 + at] = COMMON + at;
  if (vocabulary.hasNull) places[1 + vocabulary.values.length] = COMMON + common.length;
  return places;
}

/**
 * Encodes a row as a sequence of tokens, one or more a field: the input of `window=fields`.
 *
 * Numbers fall into bins between training quantiles, categories are tokens by value, an IP address
 * is four tokens. Each field has tokens of its own, so that an Embedding reads ids and never raw
 * numbers.
 *
 * @module
 */

import { binOf, fitEdges } from '../../encode/field/bins.ts';
import {
  countTexts,
  fitVocabulary,
  type Vocabulary,
  vocabularyIn,
  vocabularySize,
} from '../../encode/field/category.ts';
import type { FeatureOptions, FieldColumn } from '../../encode/field/column.ts';
import { type IpAddress, parseIp } from '../../encode/field/ip.ts';
import { quantile, sortedValues } from '../../encode/field/quantile.ts';
import { pickRows } from '../../encode/rows/row-lists.ts';

export interface NumericTokens {
  readonly kind: 'numeric';
  readonly field: string;
  /** Ascending; a number's bin is the count of edges that are not above it. */
  readonly edges: readonly number[];
  /** Bin of the training median; stands for null where training rows had none. */
  readonly fill: number;
  /** Whether null has a token of its own. */
  readonly hasNull: boolean;
}

interface CategoryTokens {
  readonly kind: 'category';
  readonly field: string;
  readonly vocabulary: Vocabulary;
}

export interface IpTokens {
  readonly kind: 'ip';
  readonly field: string;
  /** There is a vocabulary for each of the four parts. */
  readonly parts: readonly Vocabulary[];
}

export type TokenField = NumericTokens | CategoryTokens | IpTokens;

export interface TokenEncoder {
  readonly kind: 'tokens';
  readonly fields: readonly TokenField[];
}

const BINS = 16;
const PARTS = [0, 1, 2, 3] as const;

/**
 * Learns the tokens of one field from training rows.
 *
 * @returns `undefined` when the field is constant in these rows or dropped by an option
 */
export function fitTokens(
  column: FieldColumn,
  rows: Int32Array,
  { categorical, ip }: FeatureOptions,
): TokenField | undefined {
  const { field } = column;
  if (column.kind === 'numeric') return fitBins(field, pickRows(column.numbers, rows));
  const { kind, texts } = column;
  if (kind === 'ip' && ip === 'octets') return fitParts(field, texts, rows);
  if ((kind === 'ip' ? ip : categorical) === 'drop') return undefined;
  const vocabulary = fitVocabulary(texts, rows);
  return vocabulary && { kind: 'category', field, vocabulary };
}

function fitBins(field: string, values: Float64Array): NumericTokens | undefined {
  const sorted = sortedValues(values);
  const hasNull = sorted.length < values.length;
  if (sorted.length === 0 || (sorted[0] === sorted.at(-1) && !hasNull)) return undefined;
  const edges = fitEdges(sorted, BINS);
  return { kind: 'numeric', field, edges, fill: binOf(edges, quantile(sorted, 0.5)), hasNull };
}

function fitParts(field: string, texts: readonly string[], rows: Int32Array): IpTokens | undefined {
  const counted = Array.from(countTexts(texts, rows), ([text, count]) => ({
    address: parseIp(text),
    count,
  }));
  const parts = PARTS.map((part) => {
    const counts = new Map<string, number>();
    for (const { address, count } of counted) {
      const text = partText(address, part);
      counts.set(text, (counts.get(text) ?? 0) + count);
    }
    return vocabularyIn(counts);
  });
  if (parts.every((part) => part === undefined)) return undefined;
  return { kind: 'ip', field, parts: parts.map((part) => part ?? { values: [], hasNull: false }) };
}

/** Returns the text of a part of an address, by which its token is looked up. */
export function partText(address: IpAddress | undefined, index: number): string {
  if (address === undefined) return '';
  const { parts, isV6 } = address;
  return isV6 ? `v6:${parts[index].toString(16)}` : String(parts[index]);
}

/** Returns the sizes of the vocabularies of a field's tokens: one entry a token. */
export function sizesOf(field: TokenField): number[] {
  if (field.kind === 'numeric') return [field.edges.length + 1 + Number(field.hasNull)];
  return vocabulariesOf(field).map(vocabularySize);
}

/** Returns the number of distinct tokens at each place of a row's sequence. */
export function tokenSizes({ fields }: TokenEncoder): number[] {
  return fields.flatMap(sizesOf);
}

/** Returns the field at each place of a row's sequence. */
export function tokenNames({ fields }: TokenEncoder): string[] {
  return fields.flatMap((field) => sizesOf(field).map(() => field.field));
}

/** Returns the number of tokens of a row, which are the timesteps of its sequence. */
export function tokensPerRow(encoder: TokenEncoder): number {
  return tokenSizes(encoder).length;
}

/** Returns the number of distinct tokens of all fields. */
export function tokenCount(encoder: TokenEncoder): number {
  return tokenSizes(encoder).reduce((sum, size) => sum + size, 0);
}

/** This token is that of a category, or one of the four of an address. */
export interface CategoryToken {
  /** The token stands here among those of a row. */
  readonly column: number;
  /** This is the token of `other`; those of the values and of null follow. */
  readonly base: number;
  readonly vocabulary: Vocabulary;
}

/** Returns the tokens of each field that is no number: one, or the four of an address. */
export function categoryTokens({ fields }: TokenEncoder): CategoryToken[][] {
  let [column, base] = [0, 0];
  return fields.flatMap((field) => {
    const own = vocabulariesOf(field).map((vocabulary): CategoryToken => {
      const token = { column, base, vocabulary };
      column++;
      base += vocabularySize(vocabulary);
      return token;
    });
    if (own.length > 0) return [own];
    column++;
    base += sizesOf(field).reduce((sum, size) => sum + size, 0);
    return [];
  });
}

/** Returns a vocabulary for each token of a category or an address; none for a number. */
export function vocabulariesOf(field: TokenField): readonly Vocabulary[] {
  if (field.kind === 'numeric') return [];
  return field.kind === 'ip' ? field.parts : [field.vocabulary];
}

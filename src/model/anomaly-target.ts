/**
 * Describes the target of `mode=anomaly`: what comes next in an entity, field by field.
 *
 * Each field is one head of the network: the outcomes that its next value can have. Categories and
 * addresses are outcomes by value, numbers and the pause to the row by bins between training
 * quantiles, with one below and one above all training values. Where a text is read by its characters,
 * there is one head, and what comes next is a character. That no row comes any more may be an outcome, too.
 *
 * @see M. Du, F. Li, G. Zheng and V. Srikumar, "DeepLog: Anomaly Detection and Diagnosis from System
 *   Logs through Deep Learning", CCS 2017
 * @module
 */

import {
  fitVocabulary,
  isAllOther,
  OTHER,
  type Vocabulary,
  vocabularySize,
} from '../encode/field/category.ts';
import type { FieldColumn } from '../encode/field/column.ts';
import { quantile, sortedValues } from '../encode/field/quantile.ts';
import { searchSorted } from '../encode/field/search-sorted.ts';
import { pickRows } from '../encode/rows/row-lists.ts';
import { short } from '../errors.ts';
import { PAUSE_NAME } from '../readings/rows/pause.ts';

interface CategoryHead {
  readonly kind: 'category';
  readonly field: string;
  /** Outcomes are its indexes. */
  readonly vocabulary: Vocabulary;
}

interface NumberHead {
  readonly kind: 'number';
  readonly field: string;
  /**
   * The edges ascend from the least training value to the largest. Outcome 0 is null; 1 lies below them
   * all, the last one above.
   */
  readonly edges: readonly number[];
}

/** This head predicts one character of a text after the other. */
export interface TextHead {
  readonly kind: 'text';
  readonly field: string;
  /** Outcomes are its indexes; behind them is the end of a text. */
  readonly vocabulary: Vocabulary;
}

/** This head predicts the seconds since the row before. */
interface PauseHead {
  readonly kind: 'pause';
  readonly edges: readonly number[];
}

/** This head predicts whether a row follows; its outcomes are `FOLLOWS` and `ENDS`. */
interface EndHead {
  readonly kind: 'end';
}

export const FOLLOWS = 0;
export const ENDS = 1;
export const END_NAME = 'end';

export type Head = CategoryHead | NumberHead | PauseHead | TextHead | EndHead;

export interface AnomalyTarget {
  readonly mode: 'anomaly';
  readonly heads: readonly Head[];
}

/** There are this many bins between the least and the largest training value. */
const BINS = 16;

/**
 * Learns the outcomes of one field.
 *
 * @param rows - training rows
 * @returns `undefined` where training rows have one outcome only: there is nothing to predict
 */
export function fitHead(column: FieldColumn, rows: Int32Array): Head | undefined {
  const { field } = column;
  if (column.kind === 'numeric') {
    const edges = fitEdges(pickRows(column.numbers, rows));
    return edges && { kind: 'number', field, edges };
  }
  const vocabulary = fitVocabulary(column.texts, rows);
  if (vocabulary === undefined || isAllOther(vocabulary)) return undefined;
  return { kind: 'category', field, vocabulary };
}

/**
 * Learns the outcomes of the pause before a row.
 *
 * @param pauses - the seconds before training rows, NaN where there is no row before
 */
export function fitPauseHead(pauses: Float64Array): Head | undefined {
  const edges = fitEdges(pauses);
  return edges && { kind: 'pause', edges };
}

/** @param values - NaN for null */
function fitEdges(values: Float64Array): readonly number[] | undefined {
  const sorted = sortedValues(values);
  if (sorted.length === 0 || sorted[0] === sorted.at(-1)) return undefined;
  const edges = Array.from({ length: BINS + 1 }, (_, index) => quantile(sorted, index / BINS));
  return [...new Set(edges)];
}

/** Returns how many outcomes a head has. */
export function headSize(head: Head): number {
  if (head.kind === 'end') return 2;
  if (head.kind === 'category') return vocabularySize(head.vocabulary);
  return head.kind === 'text' ? vocabularySize(head.vocabulary) + 1 : head.edges.length + 2;
}

/** Returns the outcome of a number; the largest training value belongs to the last bin. */
export function numberOutcome(edges: readonly number[], value: number): number {
  if (Number.isNaN(value)) return 0;
  const below = searchSorted(edges, value, 'right');
  return 1 + (value === edges.at(-1) ? below - 1 : below);
}

/** Tells whether the outcomes of a head are values, which have places among the likeliest, and no bins. */
export function isOfValues({ kind }: Head): boolean {
  return kind === 'category' || kind === 'text';
}

/** Returns the head of a target that predicts a text; `undefined` for one that predicts fields. */
export function textHead({ heads: [head] }: AnomalyTarget): TextHead | undefined {
  return head?.kind === 'text' ? head : undefined;
}

/** Returns the name of what a head predicts, as people read it. */
export function headName(head: Head): string {
  if (head.kind === 'end') return END_NAME;
  return head.kind === 'pause' ? PAUSE_NAME : head.field;
}

/** Returns an outcome as people read it: a value, `12 to 15`, or for pauses `12 to 15 s`. */
export function outcomeText(head: Head, outcome: number): string {
  if (head.kind === 'end') return outcome === ENDS ? 'end' : 'a row';
  if (head.kind === 'text' && outcome === vocabularySize(head.vocabulary)) return 'end';
  if ('vocabulary' in head) {
    const { values } = head.vocabulary;
    if (outcome === OTHER) return 'other';
    return values[outcome - 1] ?? 'null';
  }
  return binText(head, outcome);
}

/** Returns a bin as people read it. */
function binText(head: NumberHead | PauseHead, outcome: number): string {
  const unit = head.kind === 'pause' ? ' s' : '';
  const [below, above] = [head.edges[outcome - 2], head.edges[outcome - 1]].map((edge) =>
    edge === undefined ? undefined : short(edge),
  );
  if (outcome === 0) return 'null';
  if (below === undefined) return `below ${above}${unit}`;
  return above === undefined ? `above ${below}${unit}` : `${below} to ${above}${unit}`;
}

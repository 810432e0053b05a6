/**
 * Describes the target of `mode=anomaly`: what comes next in an entity, field by field.
 *
 * Each field is one head of the network: the outcomes that its next value can have. Categories and
 * addresses are outcomes by value, numbers and the pause to the row by bins and tails
 * (`number-outcomes.ts`). Where a text is read by its characters, there is one head, and what comes next is a
 * character. That no row comes any more may be an outcome, too.
 *
 * @see M. Du, F. Li, G. Zheng and V. Srikumar, "DeepLog: Anomaly Detection and Diagnosis from System
 *   Logs through Deep Learning", CCS 2017
 * @module
 */

import {
  countTexts,
  createLookup,
  fitVocabulary,
  isAllOther,
  OTHER,
  type Vocabulary,
  vocabularySize,
} from '../encode/field/category.ts';
import type { FieldColumn } from '../encode/field/column.ts';
import { pickRows } from '../encode/rows/row-lists.ts';
import { short } from '../errors.ts';
import { PAUSE_NAME } from '../readings/rows/pause.ts';
import { fitNumberOutcomes, type NumberOutcomes, numberOutcome } from './number-outcomes.ts';

/** Training rows have none of these outcomes, so that a network cannot learn how likely they are. */
export interface WithEmpty {
  readonly empty?: { readonly outcomes: readonly number[]; readonly rows: number } | undefined;
}

interface CategoryHead extends WithEmpty {
  readonly kind: 'category';
  readonly field: string;
  /** Outcomes are its indexes. */
  readonly vocabulary: Vocabulary;
}

interface NumberHead extends NumberOutcomes, WithEmpty {
  readonly kind: 'number';
  readonly field: string;
}

/** This head predicts one character of a text after the other. */
export interface TextHead {
  readonly kind: 'text';
  readonly field: string;
  /** Outcomes are its indexes; after them is the end of a text. */
  readonly vocabulary: Vocabulary;
}

/** This head predicts the seconds since the row before. */
interface PauseHead extends NumberOutcomes, WithEmpty {
  readonly kind: 'pause';
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

/**
 * Learns the outcomes of one field.
 *
 * @param rows - training rows
 * @returns `undefined` where training rows have one outcome only: there is nothing to predict
 */
export function fitHead(column: FieldColumn, rows: Int32Array): Head | undefined {
  const { field } = column;
  if (column.kind === 'numeric') {
    const numbers = fitNumbers(pickRows(column.numbers, rows));
    return numbers && { kind: 'number', field, ...numbers };
  }
  const vocabulary = fitVocabulary(column.texts, rows);
  if (vocabulary === undefined || isAllOther(vocabulary)) return undefined;
  const counts = valueCounts(vocabulary, column.texts, rows);
  return { kind: 'category', field, vocabulary, empty: emptyOf(counts) };
}

/** Counts training rows by the index of their value. */
export function valueCounts(
  vocabulary: Vocabulary,
  texts: readonly string[],
  rows: Int32Array,
): Int32Array {
  const lookup = createLookup(vocabulary);
  const counts = new Int32Array(vocabularySize(vocabulary));
  for (const [text, count] of countTexts(texts, rows)) {
    const outcome = lookup(text.trim());
    counts[outcome] = counts[outcome] + count;
  }
  return counts;
}

/**
 * Learns the outcomes of the pause before a row.
 *
 * @param pauses - the seconds before training rows, NaN where there is no row before
 */
export function fitPauseHead(pauses: Float64Array): Head | undefined {
  const numbers = fitNumbers(pauses);
  return numbers && { kind: 'pause', ...numbers };
}

/** @param values - NaN for null */
function fitNumbers(values: Float64Array): (NumberOutcomes & WithEmpty) | undefined {
  const outcomes = fitNumberOutcomes(values);
  if (outcomes === undefined) return undefined;
  return { ...outcomes, empty: emptyOf(outcomeCounts(outcomes.edges, values)) };
}

/** Counts numbers by their outcome. */
export function outcomeCounts(edges: readonly number[], values: Float64Array): Int32Array {
  const counts = new Int32Array(edges.length + 2);
  for (const value of values) {
    const outcome = numberOutcome(edges, value);
    counts[outcome] = counts[outcome] + 1;
  }
  return counts;
}

/** @param counts - of training rows by outcome */
export function emptyOf(counts: Int32Array): WithEmpty['empty'] {
  const outcomes = [...counts.keys()].filter((outcome) => counts[outcome] === 0);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return outcomes.length === 0 ? undefined : { outcomes, rows };
}

/** The pseudocount that is added to the count of each outcome (additive smoothing). */
const SMOOTHING = 0.5;

/** Tells whether training never had an outcome. */
export function isEmpty(head: Head, outcome: number): boolean {
  return 'empty' in head && head.empty?.outcomes.includes(outcome) === true;
}

/** Returns the bits of each outcome that training never had, by its smoothed share; 0 where there is none. */
export function emptyBits(head: Head): number {
  const rows = 'empty' in head ? head.empty?.rows : undefined;
  if (rows === undefined) return 0;
  return Math.log2((rows + SMOOTHING * headSize(head)) / SMOOTHING);
}

/** Returns how many outcomes a head has. */
export function headSize(head: Head): number {
  if (head.kind === 'end') return 2;
  if (head.kind === 'category') return vocabularySize(head.vocabulary);
  return head.kind === 'text' ? vocabularySize(head.vocabulary) + 1 : head.edges.length + 2;
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
  if (below === above) return `${below}${unit}`;
  return above === undefined ? `above ${below}${unit}` : `${below} to ${above}${unit}`;
}

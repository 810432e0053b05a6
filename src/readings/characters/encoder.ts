/**
 * Encodes a text as the sequence of its characters: the input of `window=characters`.
 *
 * @module
 */

import { fitEdges } from '../../encode/field/bins.ts';
import { OTHER, type Vocabulary, vocabularySize } from '../../encode/field/category.ts';
import type { Cells } from '../../encode/field/cells.ts';
import {
  type CharacterOptions,
  charactersOf,
  fitCharacters,
} from '../../encode/field/characters.ts';
import type { FieldColumn } from '../../encode/field/column.ts';
import { HAS_NULL, HAS_UNSEEN } from '../../encode/field/encoding-report.ts';
import { DRIFT_BINS } from '../../encode/field/numeric.ts';
import { range } from '../../encode/rows/row-lists.ts';
import type { Sequences } from '../../encode/rows/steps.ts';
import { UserError } from '../../errors.ts';
import type { FieldEncoder } from '../rows/features.ts';

/** How a text is read. */
export interface TextOptions extends CharacterOptions {
  /** Sequences begin with a step of its own, from which the first character is predicted. */
  readonly hasBegin: boolean;
}

export interface TextField extends TextOptions {
  readonly kind: 'text';
  readonly field: string;
  /** The values are characters. */
  readonly vocabulary: Vocabulary;
  /** The mean number of characters that are read of a text of training rows. */
  readonly meanLength: number;
  /** Edges between quantiles of these numbers of characters. */
  readonly edges: readonly number[];
}

/** The text is one of the fields; the others are encoded as those of rows are. */
export type CharacterField = TextField | FieldEncoder;

export interface CharacterEncoder {
  readonly kind: 'characters';
  /** One of them is a text. */
  readonly fields: readonly CharacterField[];
}

/**
 * Learns the characters of a field from training rows.
 *
 * @returns `undefined` when all rows hold the same text
 * @throws UserError for a field of numbers
 */
export function fitText(
  column: FieldColumn,
  rows: Int32Array,
  { length, case: letters, hasBegin }: TextOptions,
): TextField | undefined {
  const { field } = column;
  if (column.kind === 'numeric') {
    throw new UserError(
      `window=characters reads a text, and ${field} holds numbers: add categories=${field} to read their digits, or leave window out.`,
    );
  }
  const options = { length, case: letters };
  const learnt = fitCharacters(column.texts, rows, options);
  if (learnt === undefined) return undefined;
  const { vocabulary, lengths } = learnt;
  const total = lengths.reduce((sum, one) => sum + one, 0);
  const meanLength = Math.max(1, Math.ceil(total / lengths.length));
  const edges = fitEdges(lengths, DRIFT_BINS);
  return { kind: 'text', field, ...options, hasBegin, vocabulary, meanLength, edges };
}

/**
 * Returns the field whose characters an encoder reads.
 *
 * @throws RangeError for an encoder without one
 */
export function textField({ fields }: CharacterEncoder): TextField {
  const field = fields.find(({ kind }) => kind === 'text');
  if (field?.kind !== 'text') throw new RangeError('an encoder of characters needs a text');
  return field;
}

/** Returns the number of distinct steps: those of characters and null, and that of the begin. */
export function characterCount({ vocabulary, hasBegin }: TextField): number {
  return vocabularySize(vocabulary) + Number(hasBegin);
}

/** What is said of a text, as bits. */
const IS_NULL = 1;
const IS_CUT = 2;
const HAS_OTHER = 4;

/**
 * Encodes rows as sequences of characters: the distinct steps are the characters, and rows with the same text
 * share a sequence. A text without characters is one step: null.
 *
 * @returns sequences in the order of `cells.rows`
 */
export function encodeCharacters(field: TextField, { column, rows, report }: Cells): Sequences {
  const { codes, values } = column.codes();
  const counts = report.of(field.field);
  const texts = new TextEncoder(field, values);
  const [starts, lengths] = [new Int32Array(rows.length), new Int32Array(rows.length)];
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    const text = texts.encode(codes[row]);
    starts[at] = texts.starts[text];
    lengths[at] = texts.lengths[text];
    const marks = texts.marks[text];
    if (marks === 0) continue;
    if (marks & IS_CUT) counts.cut++;
    if (marks & IS_NULL) {
      counts.empty++;
      report.mark(row, HAS_NULL);
    }
    if (marks & HAS_OTHER) {
      counts.unseenCharacters++;
      report.mark(row, HAS_UNSEEN);
    }
  }
  const count = characterCount(field);
  const steps = { count, width: 0, features: new Float32Array(0), idCount: 1, ids: range(count) };
  return { steps, starts, lengths, order: texts.order(), isShared: true };
}

/** A character below this code is looked up in a table. */
const ASCII = 128;

/** Writes the characters of distinct texts one after another, where they are asked for. */
class TextEncoder {
  /** `[texts]`: where the characters of each text that was asked for begin in the order of all. */
  readonly starts: Int32Array;
  /** `[texts]`: the steps of each; 0 for those that were not asked for. */
  readonly lengths: Int32Array;
  /** `[texts]`: what is said of each. */
  readonly marks: Uint8Array;
  readonly #field: TextField;
  readonly #texts: readonly string[];
  /** The index of the begin. */
  readonly #begin: number;
  readonly #indexOf: (character: string) => number;
  /** `[ASCII]`: the index of each of these characters as it is read. */
  readonly #ascii: Int32Array;
  /** The first text of those that differ in the blanks around them only; `undefined` where none has any. */
  readonly #firsts: Map<string, number> | undefined;
  #order = new Int32Array(1024);
  #end = 0;

  /** @param texts - all texts, which differ */
  constructor(field: TextField, texts: readonly string[]) {
    this.#field = field;
    this.#texts = texts;
    this.starts = new Int32Array(texts.length);
    this.lengths = new Int32Array(texts.length);
    this.marks = new Uint8Array(texts.length);
    const hasBlanks = texts.some((text) => text.trim().length < text.length);
    this.#firsts = hasBlanks ? new Map() : undefined;
    this.#begin = vocabularySize(field.vocabulary);
    const { values, hasNull } = field.vocabulary;
    const indexes = new Map(values.map((value, at) => [value, at + 1]));
    if (hasNull) indexes.set('', values.length + 1);
    this.#indexOf = (character) => indexes.get(character) ?? OTHER;
    this.#ascii = Int32Array.from({ length: ASCII }, (_, code) => {
      const character = String.fromCharCode(code);
      return this.#indexOf(field.case === 'keep' ? character : character.toLowerCase());
    });
  }

  /** Returns the text, as a position in `texts`, whose sequence a text has. */
  encode(text: number): number {
    if (this.lengths[text] > 0) return text;
    const trimmed = (this.#texts[text] as string).trim();
    const first = this.#firsts?.get(trimmed) ?? text;
    this.#firsts?.set(trimmed, first);
    if (this.lengths[first] === 0) this.#write(trimmed, first);
    return first;
  }

  order(): Int32Array {
    return this.#order.subarray(0, this.#end);
  }

  #write(text: string, at: number): void {
    const { hasBegin, length: most } = this.#field;
    const start = this.#end;
    // A text has at most as many characters as units, and null is one step.
    this.#reserve(Number(hasBegin) + Math.max(1, Math.min(text.length, 2 * most)));
    if (hasBegin) this.#order[this.#end++] = this.#begin;
    const first = this.#end;
    const isNull = text === '';
    if (isNull) this.#order[this.#end++] = this.#indexOf('');
    const isCut = this.#writeAscii(text) ?? this.#writeAny(text);
    const hasOther = !isNull && this.#order.subarray(first, this.#end).includes(OTHER);
    this.starts[at] = start;
    this.lengths[at] = this.#end - start;
    this.marks[at] =
      IS_NULL * Number(isNull) + IS_CUT * Number(isCut) + HAS_OTHER * Number(hasOther);
  }

  /**
   * Writes the last characters of a text whose characters have codes below 128, which is faster.
   *
   * @returns whether there are more than are read; `undefined`, and nothing is written, for other texts
   */
  #writeAscii(text: string): boolean | undefined {
    const from = Math.max(0, text.length - this.#field.length);
    let end = this.#end;
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code >= ASCII) return undefined;
      this.#order[end++] = this.#ascii[code];
    }
    this.#end = end;
    return from > 0;
  }

  /** Writes the last characters of a text, and returns whether there are more than are read. */
  #writeAny(text: string): boolean {
    const { characters, isCut } = charactersOf(text, this.#field);
    for (const character of characters) this.#order[this.#end++] = this.#indexOf(character);
    return isCut;
  }

  #reserve(length: number): void {
    if (this.#end + length <= this.#order.length) return;
    const larger = new Int32Array(2 * Math.max(this.#order.length, length));
    larger.set(this.#order);
    this.#order = larger;
  }
}

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
  /** A text of training rows has so many characters on average, of those that are read. */
  readonly meanLength: number;
  /** Edges between quantiles of these numbers of characters. */
  readonly edges: readonly number[];
}

export interface CharacterEncoder {
  readonly kind: 'characters';
  /** There is one field. */
  readonly fields: readonly TextField[];
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
 * Returns the field that an encoder reads.
 *
 * @throws RangeError for an encoder without one
 */
export function textField({ fields: [field] }: CharacterEncoder): TextField {
  if (field === undefined) throw new RangeError('an encoder of characters needs a field');
  return field;
}

/** Returns the number of distinct steps: those of characters and null, and that of the begin. */
export function characterCount({ vocabulary, hasBegin }: TextField): number {
  return vocabularySize(vocabulary) + Number(hasBegin);
}

/** Where the characters of a text lie in the order of all. */
interface TextPlace {
  readonly start: number;
  readonly length: number;
  readonly isNull: boolean;
  readonly isCut: boolean;
  readonly hasOther: boolean;
}

/**
 * Encodes rows as sequences of characters: the distinct steps are the characters, and rows with the same text
 * share a sequence. A text without characters is one step: null.
 *
 * @returns sequences in the order of `cells.rows`
 */
export function encodeCharacters(field: TextField, { column, rows, report }: Cells): Sequences {
  const { codes, values } = column.codes();
  const counts = report.of(field.field);
  const texts = new TextEncoder(field);
  const [starts, lengths] = [new Int32Array(rows.length), new Int32Array(rows.length)];
  const places = new Map<number, TextPlace>();
  for (const [at, row] of rows.entries()) {
    const code = codes[row];
    const place = places.get(code) ?? texts.place(values[code] ?? '');
    places.set(code, place);
    starts[at] = place.start;
    lengths[at] = place.length;
    if (place.isCut) counts.cut++;
    if (place.isNull) {
      counts.empty++;
      report.mark(row, HAS_NULL);
    }
    if (place.hasOther) {
      counts.unseen++;
      report.mark(row, HAS_UNSEEN);
    }
  }
  const count = characterCount(field);
  const steps = { count, width: 0, features: new Float32Array(0), idCount: 1, ids: range(count) };
  return { steps, starts, lengths, order: texts.order(), isShared: true };
}

/** Writes the characters of distinct texts one after another. */
class TextEncoder {
  readonly #field: TextField;
  /** The index of the begin. */
  readonly #begin: number;
  readonly #indexOf: (character: string) => number;
  readonly #places = new Map<string, TextPlace>();
  #order = new Int32Array(1024);
  #end = 0;

  constructor(field: TextField) {
    this.#field = field;
    this.#begin = vocabularySize(field.vocabulary);
    const { values, hasNull } = field.vocabulary;
    const indexes = new Map(values.map((value, at) => [value, at + 1]));
    if (hasNull) indexes.set('', values.length + 1);
    this.#indexOf = (character) => indexes.get(character) ?? OTHER;
  }

  place(text: string): TextPlace {
    const trimmed = text.trim();
    const known = this.#places.get(trimmed);
    if (known !== undefined) return known;
    const place = this.#add(trimmed);
    this.#places.set(trimmed, place);
    return place;
  }

  order(): Int32Array {
    return this.#order.subarray(0, this.#end);
  }

  #add(text: string): TextPlace {
    const { characters, isCut } = charactersOf(text, this.#field);
    const isNull = characters.length === 0;
    const start = this.#end;
    const read = isNull ? [this.#indexOf('')] : characters.map(this.#indexOf);
    const hasOther = !isNull && read.includes(OTHER);
    const indexes = this.#field.hasBegin ? [this.#begin, ...read] : read;
    this.#reserve(indexes.length);
    this.#order.set(indexes, start);
    this.#end += indexes.length;
    return { start, length: indexes.length, isNull, isCut, hasOther };
  }

  #reserve(length: number): void {
    if (this.#end + length <= this.#order.length) return;
    const larger = new Int32Array(2 * Math.max(this.#order.length, length));
    larger.set(this.#order);
    this.#order = larger;
  }
}

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
  const texts = new TextEncoder(field, values);
  const [starts, lengths] = [new Int32Array(rows.length), new Int32Array(rows.length)];
  const places = new Array<TextPlace | undefined>(values.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    const code = codes[row];
    const place = places[code] ?? texts.place(values[code] ?? '');
    places[code] = place;
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

/** A character below this code is looked up in a table. */
const ASCII = 128;

/** Writes the characters of distinct texts one after another. */
class TextEncoder {
  readonly #field: TextField;
  /** The index of the begin. */
  readonly #begin: number;
  readonly #indexOf: (character: string) => number;
  /** `[ASCII]`: the index of each of these characters as it is read. */
  readonly #ascii: Int32Array;
  /** The places of texts without the blanks around them; `undefined` where no text has any. */
  readonly #places: Map<string, TextPlace> | undefined;
  #order = new Int32Array(1024);
  #end = 0;

  /** @param texts - all texts, which differ */
  constructor(field: TextField, texts: readonly string[]) {
    this.#field = field;
    const hasBlanks = texts.some((text) => text.trim().length < text.length);
    this.#places = hasBlanks ? new Map() : undefined;
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

  place(text: string): TextPlace {
    if (this.#places === undefined) return this.#add(text);
    const trimmed = text.trim();
    const place = this.#places.get(trimmed) ?? this.#add(trimmed);
    this.#places.set(trimmed, place);
    return place;
  }

  order(): Int32Array {
    return this.#order.subarray(0, this.#end);
  }

  #add(text: string): TextPlace {
    const start = this.#end;
    const { hasBegin, length: most } = this.#field;
    // A text has at most as many characters as units, and null is one step.
    this.#reserve(Number(hasBegin) + Math.max(1, Math.min(text.length, 2 * most)));
    if (hasBegin) this.#order[this.#end++] = this.#begin;
    const isNull = text === '';
    const first = this.#end;
    if (isNull) this.#order[this.#end++] = this.#indexOf('');
    const isCut = this.#writeAscii(text) ?? this.#writeAny(text);
    const hasOther = !isNull && this.#order.subarray(first, this.#end).includes(OTHER);
    return { start, length: this.#end - start, isNull, isCut, hasOther };
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

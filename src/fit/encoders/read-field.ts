/**
 * Reads a feature as what it is: a number, an IP address or a category.
 *
 * @module
 */

import type { FieldColumn } from '../../encode/field/column.ts';
import {
  counterReason,
  identifierReason,
  isOfTexts,
  type Kind,
  kindOf,
  textKinds,
} from '../../encode/field/kind.ts';
import { NumberColumns } from '../../encode/field/number-columns.ts';
import type { SearchResults } from '../../results/results.ts';

/** `ReadField` holds a column, and the reason why it looks like an identifier, if it does. */
export interface ReadField {
  /** `column` is `undefined` for a field without a value in training rows. */
  readonly column?: FieldColumn;
  readonly identifier: string | undefined;
  /** The field holds texts, most of which differ. */
  readonly isText?: boolean;
  /** `isEmpty` tells whether no other row has a value either. */
  readonly isEmpty?: boolean;
}

/** Integers with few values are one of these: an EventCode is no quantity where it is to be predicted. */
export type Integers = 'numbers' | 'categories';

/** Numbers are read at once, texts only where there is something else; ask for fields in their order. */
export class FieldReader {
  readonly #results: SearchResults;
  readonly #numbers: NumberColumns;
  readonly #integers: Integers;
  /** These fields of integers were read as categories. */
  readonly codes: string[] = [];

  constructor(results: SearchResults, fields: readonly string[], integers: Integers) {
    this.#results = results;
    this.#integers = integers;
    this.#numbers = new NumberColumns(results, fields);
  }

  /**
   * @param forced - the kind that the user fixed
   * @param rows - training rows
   */
  read(field: string, forced: Kind | undefined, rows: Int32Array): ReadField {
    const numbers = this.#numbers.of(field);
    const isNumeric = forced === undefined || forced === 'numeric';
    if (isNumeric && !numbers.includes(Number.NaN)) {
      const column = this.#ofNumbers(field, numbers, forced, rows);
      return { column, identifier: counterReason(numbers) };
    }
    const texts = this.#results.texts(field);
    const kinds = textKinds();
    const identifier = identifierReason(texts, kinds);
    const found = kindOf(texts, rows, kinds);
    if (found === undefined) {
      return { identifier, isEmpty: texts.every((text) => text.trim() === '') };
    }
    const kind = forced ?? found;
    const column =
      kind === 'numeric' ? this.#ofNumbers(field, numbers, forced, rows) : { field, kind, texts };
    return { column, identifier, isText: isOfTexts(identifier) };
  }

  #ofNumbers(
    field: string,
    numbers: Float64Array,
    forced: Kind | undefined,
    rows: Int32Array,
  ): FieldColumn {
    const isAsked = this.#integers === 'categories' && forced === undefined;
    if (!isAsked || !isCode(numbers, rows)) return { field, kind: 'numeric', numbers };
    this.codes.push(field);
    return { field, kind: 'category', texts: this.#results.texts(field) };
  }
}

/** Integers with more values than this are quantities. */
export const MOST_CODES = 1000;

/** Codes repeat: a value stands in this many rows on average, or the integers are quantities. */
export const LEAST_REPEATS = 20;

/**
 * Tells whether the numbers of training rows are integers with few values that repeat; nulls are not looked
 * at.
 */
function isCode(numbers: Float64Array, rows: Int32Array): boolean {
  const values = new Set<number>();
  let count = 0;
  for (const row of rows) {
    const number = numbers[row];
    if (Number.isNaN(number)) continue;
    if (!Number.isSafeInteger(number)) return false;
    values.add(number);
    if (values.size > MOST_CODES) return false;
    count++;
  }
  return values.size > 0 && values.size * LEAST_REPEATS <= count;
}

/**
 * Reads a feature as what it is: a number, an IP address or a category.
 *
 * @module
 */

import type { FieldColumn } from '../../../encode/features.ts';
import { counterReason, identifierReason, type Kind, kindOf } from '../../../encode/kind.ts';
import { NumberColumns } from '../../../encode/number-columns.ts';
import type { SearchResults } from '../../../results/results.ts';

/** A column, and why it looks like an identifier, if it does. */
export interface ReadField {
  /** `undefined` for a field without a value in training rows. */
  readonly column?: FieldColumn;
  readonly identifier: string | undefined;
  /** Whether no other row has a value either. */
  readonly isEmpty?: boolean;
}

/** Numbers are read at once, texts only where there is something else; ask for fields in their order. */
export class FieldReader {
  readonly #results: SearchResults;
  readonly #numbers: NumberColumns;

  constructor(results: SearchResults, fields: readonly string[]) {
    this.#results = results;
    this.#numbers = new NumberColumns(results, fields);
  }

  /**
   * @param forced - the kind that the user fixed
   * @param rows - training rows
   */
  read(field: string, forced: Kind | undefined, rows: Int32Array): ReadField {
    const numbers = this.#numbers.of(field);
    const isNumeric = forced === undefined || forced === 'numeric';
    if (isNumeric && !numbers.some(Number.isNaN)) {
      return { column: { field, kind: 'numeric', numbers }, identifier: counterReason(numbers) };
    }
    const texts = this.#results.texts(field);
    const identifier = identifierReason(texts);
    const found = kindOf(texts, rows);
    if (found === undefined) {
      return { identifier, isEmpty: texts.every((text) => text.trim() === '') };
    }
    const kind = forced ?? found;
    const column = kind === 'numeric' ? { field, kind, numbers } : { field, kind, texts };
    return { column, identifier };
  }
}

/**
 * Reads the values of one field.
 *
 * @module
 */

import { CellDictionary } from './cell-dictionary.ts';
import { createTextReader } from './repeated-texts.ts';
import { type ResultBlock, textAt, type VisitCell, visitCells } from './result-block.ts';

/** A column as codes of its distinct cells. */
export interface CodedColumn {
  /** `[rows]` */
  readonly codes: Int32Array;
  /** The text of each code; two codes may have the same one. */
  readonly values: readonly string[];
}

/** Reads the values of one field: `''` is null, several values of one cell are joined by newlines. */
export class Column {
  readonly #blocks: readonly ResultBlock[];
  readonly #field: string;
  readonly #rowCount: number;

  constructor(blocks: readonly ResultBlock[], field: string, rowCount: number) {
    this.#blocks = blocks;
    this.#field = field;
    this.#rowCount = rowCount;
  }

  texts(): string[] {
    const texts: string[] = new Array(this.#rowCount).fill('');
    const read = createTextReader();
    this.#visit((bytes, start, end, row) => {
      texts[row] = read(bytes, start, end);
    });
    return texts;
  }

  /** Returns the text of one row. */
  text(row: number): string {
    let first = 0;
    for (const block of this.#blocks) {
      if (row < first + block.rowCount) return textAt(block, this.#field, row - first);
      first += block.rowCount;
    }
    return '';
  }

  /** Tells whether no row has a value other than blanks. */
  isEmpty(): boolean {
    return this.#blocks.every((block) => {
      for (let row = 0; row < block.rowCount; row++) {
        if (textAt(block, this.#field, row).trim() !== '') return false;
      }
      return true;
    });
  }

  codes(): CodedColumn {
    const dictionary = new CellDictionary();
    const nothing = dictionary.codeOf(Buffer.alloc(0), 0, 0);
    const codes = new Int32Array(this.#rowCount).fill(nothing);
    this.#visit((bytes, start, end, row) => {
      codes[row] = dictionary.codeOf(bytes, start, end);
    });
    return { codes, values: dictionary.values };
  }

  /** Visits the cells that are not empty. */
  #visit(visit: VisitCell): void {
    let first = 0;
    for (const block of this.#blocks) {
      visitCells(block, this.#field, first, visit);
      first += block.rowCount;
    }
  }
}

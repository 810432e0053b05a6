/**
 * Holds search results as a columnar table over the bytes that splunkd sent.
 *
 * A block keeps the bytes of one chunk and where each cell starts. A column is read from these bytes
 * when an encoder asks for it: numbers without making text, text once for each distinct cell. A cell
 * that only passes through is copied, never decoded.
 *
 * @module
 */

import { Column } from './column.ts';
import { type CellParser, readNumbers } from './read-numbers.ts';
import { blockBytes, pickedBlock, type ResultBlock } from './result-block.ts';
import type { RowKernel } from './row-kernel.ts';

/** All rows of a search, in the order in which they came. */
export class SearchResults {
  readonly #blocks: ResultBlock[] = [];
  readonly #fields = new Set<string>();
  #rowCount = 0;

  static of(...blocks: readonly ResultBlock[]): SearchResults {
    const results = new SearchResults();
    for (const block of blocks) results.append(block);
    return results;
  }

  /** Returns some of the rows, in the order in which they came. */
  picked(rows: Int32Array): SearchResults {
    const ascending = rows.toSorted();
    let [first, from] = [0, 0];
    const blocks = this.#blocks.map((block) => {
      const end = first + block.rowCount;
      const own: number[] = [];
      for (; from < ascending.length && ascending[from] < end; from++) {
        own.push(ascending[from] - first);
      }
      first = end;
      return pickedBlock(block, own);
    });
    return SearchResults.of(...blocks);
  }

  append(block: ResultBlock): void {
    this.#blocks.push(block);
    this.#rowCount += block.rowCount;
    for (const field of block.fields.keys()) this.#fields.add(field);
  }

  get blocks(): readonly ResultBlock[] {
    return this.#blocks;
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  /** The field names of all chunks, in first-seen order. */
  get fields(): readonly string[] {
    return [...this.#fields];
  }

  /** The bytes of memory that the rows take as they were received. */
  get byteLength(): number {
    return this.#blocks.reduce((sum, block) => sum + blockBytes(block), 0);
  }

  has(field: string): boolean {
    return this.#fields.has(field);
  }

  /** What reads the rows faster than TypeScript does, where there is one. */
  get rowKernel(): RowKernel | undefined {
    return this.#blocks[0]?.rowKernel;
  }

  /** Returns the values of `field`; they are null where a chunk did not have it. */
  column(field: string): Column {
    return new Column(this.#blocks, field, this.#rowCount);
  }

  /**
   * Reads the numbers of several columns with `parse`, NaN for null: `[fields][rows]`. The cells of a row
   * lie side by side: reading columns one after the other would fetch all memory anew for each.
   */
  numbers(fields: readonly string[], parse: CellParser): Float64Array[] {
    const numbers = fields.map(() => new Float64Array(this.#rowCount).fill(Number.NaN));
    let first = 0;
    for (const block of this.#blocks) {
      readNumbers(block, fields, parse, { numbers, first });
      first += block.rowCount;
    }
    return numbers;
  }

  /** Returns all texts of a column, one for each row. */
  texts(field: string): string[] {
    return this.column(field).texts();
  }

  /** Returns in how many rows `field` has more than one value. */
  multivalueCount(field: string): number {
    return this.#blocks.reduce((sum, { multivalues }) => {
      const cells = [...(multivalues.get(field)?.values() ?? [])];
      return sum + cells.filter((values) => values.length > 1).length;
    }, 0);
  }
}

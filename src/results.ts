/**
 * Search results as a columnar table over the bytes that splunkd sent.
 *
 * A block keeps the bytes of one chunk and where each cell starts; text is decoded only when a
 * column is asked for, and a cell that only passes through is copied, never decoded.
 *
 * @module
 */

/** The rows of one chunk. */
export interface ResultBlock {
  /** CSV in UTF-8, header row included. */
  readonly bytes: Uint8Array;
  /** Names of all received columns, in order, columns that only carry multivalues included. */
  readonly columns: readonly string[];
  /** The columns that hold a field of their own: name → position in `columns`. */
  readonly fields: ReadonlyMap<string, number>;
  readonly rowCount: number;
  /**
   * `[rowCount, columns.length + 1]`: where each cell starts in `bytes`; a cell ends one byte before
   * the next one starts, and the last entry of a row is one past the row's end.
   */
  readonly cells: Uint32Array;
  /** Values of the cells that hold several: field → row → values. */
  readonly multivalues: ReadonlyMap<string, ReadonlyMap<number, readonly string[]>>;
}

const QUOTE = 0x22;

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

  /** Field names of all chunks, in first-seen order. */
  get fields(): readonly string[] {
    return [...this.#fields];
  }

  has(field: string): boolean {
    return this.#fields.has(field);
  }

  /**
   * The values of `field`, one a row; `''` where a chunk did not have the column. Several values of
   * one cell are joined by newlines.
   */
  texts(field: string): string[] {
    const texts: string[] = new Array(this.#rowCount).fill('');
    let first = 0;
    for (const block of this.#blocks) {
      decodeColumn(block, field, texts, first);
      first += block.rowCount;
    }
    return texts;
  }

  /** Rows in which `field` has more than one value. */
  multivalueCount(field: string): number {
    return this.#blocks.reduce((sum, { multivalues }) => {
      const cells = [...(multivalues.get(field)?.values() ?? [])];
      return sum + cells.filter((values) => values.length > 1).length;
    }, 0);
  }
}

function decodeColumn(block: ResultBlock, field: string, texts: string[], first: number): void {
  const column = block.fields.get(field);
  if (column === undefined) return;
  const buffer = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength);
  const stride = block.columns.length + 1;
  for (let row = 0; row < block.rowCount; row++) {
    const at = row * stride + column;
    const start = block.cells[at] as number;
    const end = (block.cells[at + 1] as number) - 1;
    if (end > start) texts[first + row] = decodeCell(buffer, start, end);
  }
  for (const [row, values] of block.multivalues.get(field) ?? []) {
    texts[first + row] = values.join('\n');
  }
}

/** The text of a CSV cell; bytes that are not UTF-8 become U+FFFD. */
export function decodeCell(bytes: Buffer, start: number, end: number): string {
  if (bytes[start] !== QUOTE) return bytes.toString('utf8', start, end);
  return bytes.toString('utf8', start + 1, end - 1).replaceAll('""', '"');
}

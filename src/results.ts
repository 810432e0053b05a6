/**
 * Search results as a columnar table over the bytes that splunkd sent.
 *
 * A block keeps the bytes of one chunk and where each cell starts. A column is read from these bytes
 * when an encoder asks for it: numbers without making text, text once for each distinct cell. A cell
 * that only passes through is copied, never decoded.
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
  /** Columns whose cells are in `cells`: the first ones, all fields among them. */
  readonly indexed: number;
  /**
   * `[rowCount, indexed + 2]`: where each indexed cell starts in `bytes`, then one past the last of
   * them, then one past the row. A cell ends one byte before the next one starts.
   */
  readonly cells: Uint32Array;
  /** Values of the cells that hold several: field → row → values. */
  readonly multivalues: ReadonlyMap<string, ReadonlyMap<number, readonly string[]>>;
}

/** Entries of `cells` for a row. */
export function cellsPerRow({ indexed }: Pick<ResultBlock, 'indexed'>): number {
  return indexed + 2;
}

/** Reads a number from the cell `bytes[start … end)`, as CSV holds it; NaN for none. */
export type CellParser = (bytes: Buffer, start: number, end: number) => number;

/** A column as codes of its distinct cells. */
export interface CodedColumn {
  /** `[rows]` */
  readonly codes: Int32Array;
  /** The text of each code; two codes may have the same one. */
  readonly values: readonly string[];
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

  /** The values of `field`; null where a chunk did not have it. */
  column(field: string): Column {
    return new Column(this.#blocks, field, this.#rowCount);
  }

  /**
   * Numbers of several columns as `parse` reads them, NaN for null: `[fields][rows]`. The cells of a row
   * lie side by side: to read columns one after the other would fetch all memory anew for each.
   */
  numbers(fields: readonly string[], parse: CellParser): Float64Array[] {
    const numbers = fields.map(() => new Float64Array(this.#rowCount).fill(Number.NaN));
    let first = 0;
    for (const block of this.#blocks) {
      readNumbers(block, fields, first, parse, numbers);
      first += block.rowCount;
    }
    return numbers;
  }

  /** All texts of a column, one a row. */
  texts(field: string): string[] {
    return this.column(field).texts();
  }

  /** Rows in which `field` has more than one value. */
  multivalueCount(field: string): number {
    return this.#blocks.reduce((sum, { multivalues }) => {
      const cells = [...(multivalues.get(field)?.values() ?? [])];
      return sum + cells.filter((values) => values.length > 1).length;
    }, 0);
  }
}

/** The values of one field: `''` is null, several values of one cell are joined by newlines. */
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
    this.#visit((bytes, start, end, row) => {
      texts[row] = decodeCell(bytes, start, end);
    });
    return texts;
  }

  /** The text of one row. */
  text(row: number): string {
    let first = 0;
    for (const block of this.#blocks) {
      if (row < first + block.rowCount) return textAt(block, this.#field, row - first);
      first += block.rowCount;
    }
    return '';
  }

  /** Whether no row has a value but blanks. */
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

function readNumbers(
  block: ResultBlock,
  fields: readonly string[],
  first: number,
  parse: CellParser,
  numbers: readonly Float64Array[],
): void {
  const { cells, rowCount } = block;
  const bytes = bufferOf(block);
  const stride = cellsPerRow(block);
  const found = fields.flatMap((field, at) => {
    const column = block.fields.get(field);
    return column === undefined ? [] : [{ column, out: numbers[at] as Float64Array }];
  });
  for (let row = 0; row < rowCount; row++) {
    for (const { column, out } of found) {
      const at = row * stride + column;
      const start = cells[at] as number;
      const end = (cells[at + 1] as number) - 1;
      if (end > start) out[first + row] = parse(bytes, start, end);
    }
  }
  for (const [at, field] of fields.entries()) {
    const out = numbers[at] as Float64Array;
    visitMultivalues(block, field, first, (text, start, end, row) => {
      out[row] = parse(text, start, end);
    });
  }
}

type VisitCell = (bytes: Buffer, start: number, end: number, row: number) => void;

function visitCells(block: ResultBlock, field: string, first: number, visit: VisitCell): void {
  const column = block.fields.get(field);
  if (column === undefined) return;
  const { cells, rowCount } = block;
  const bytes = bufferOf(block);
  const stride = cellsPerRow(block);
  for (let row = 0, at = column; row < rowCount; row++, at += stride) {
    const start = cells[at] as number;
    const end = (cells[at + 1] as number) - 1;
    if (end > start) visit(bytes, start, end, first + row);
  }
  visitMultivalues(block, field, first, visit);
}

function visitMultivalues(
  { fields, multivalues }: ResultBlock,
  field: string,
  first: number,
  visit: VisitCell,
): void {
  if (!fields.has(field)) return;
  for (const [row, values] of multivalues.get(field) ?? []) {
    const text = Buffer.from(asCell(values.join('\n')));
    visit(text, 0, text.length, first + row);
  }
}

function textAt(block: ResultBlock, field: string, row: number): string {
  const column = block.fields.get(field);
  if (column === undefined) return '';
  const values = block.multivalues.get(field)?.get(row);
  if (values !== undefined) return values.join('\n');
  const at = row * cellsPerRow(block) + column;
  return decodeCell(
    bufferOf(block),
    block.cells[at] as number,
    (block.cells[at + 1] as number) - 1,
  );
}

function bufferOf({ bytes }: ResultBlock): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Text as a quoted cell. */
function asCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** The text of a CSV cell; bytes that are not UTF-8 become U+FFFD. */
export function decodeCell(bytes: Buffer, start: number, end: number): string {
  if (bytes[start] !== QUOTE || end <= start) return bytes.toString('utf8', start, end);
  return bytes.toString('utf8', start + 1, end - 1).replaceAll('""', '"');
}

interface CellSpan {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Numbers distinct cells by their bytes, so that each is decoded once. */
class CellDictionary {
  readonly values: string[] = [];
  readonly #cells: CellSpan[] = [];
  /** Open addressing: code + 1, 0 for a free place; its length is a power of two. */
  #places = new Int32Array(256);

  codeOf(bytes: Buffer, start: number, end: number): number {
    let place = this.#placeOf(hashOf(bytes, start, end));
    for (;;) {
      const code = (this.#places[place] as number) - 1;
      if (code < 0) return this.#add(place, bytes, start, end);
      if (this.#isCell(code, bytes, start, end)) return code;
      place = this.#placeOf(place + 1);
    }
  }

  #placeOf(hash: number): number {
    return hash & (this.#places.length - 1);
  }

  #isCell(code: number, bytes: Buffer, start: number, end: number): boolean {
    const cell = this.#cells[code] as CellSpan;
    if (cell.end - cell.start !== end - start) return false;
    for (let at = start, other = cell.start; at < end; at++, other++) {
      if (bytes[at] !== cell.bytes[other]) return false;
    }
    return true;
  }

  #add(place: number, bytes: Buffer, start: number, end: number): number {
    const code = this.values.length;
    this.values.push(decodeCell(bytes, start, end));
    this.#cells.push({ bytes, start, end });
    this.#places[place] = code + 1;
    if (2 * this.values.length > this.#places.length) this.#grow();
    return code;
  }

  #grow(): void {
    this.#places = new Int32Array(4 * this.#places.length);
    for (const [code, { bytes, start, end }] of this.#cells.entries()) {
      let place = this.#placeOf(hashOf(bytes, start, end));
      while (this.#places[place] !== 0) place = this.#placeOf(place + 1);
      this.#places[place] = code + 1;
    }
  }
}

/**
 * FNV-1a.
 *
 * @see http://www.isthe.com/chongo/tech/comp/fnv/
 */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}

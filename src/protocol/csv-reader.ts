/**
 * Reads the CSV body of a chunk (RFC 4180, rows end in `\n` or `\r\n`) into cell offsets.
 *
 * splunkd sends an empty twin of every column behind the columns themselves (multivalue.ts). Twins at the
 * end of a row are looked at once and not indexed, because half of the offsets would be those of empty
 * cells.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 * @module
 */

import { UserError } from '../errors.ts';
import { cellsPerRow, decodeCell, type ResultBlock } from '../results/result-block.ts';
import { decodeMultivalue, twinOf } from './multivalue.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/**
 * Reads the rows of a chunk's body; returns `undefined` for an empty body.
 *
 * @param body - is kept by the block, not copied
 * @throws UserError for two columns of one name, a row of another width, or a quote without end
 */
export function readCsv(body: Uint8Array): ResultBlock | undefined {
  const bytes = terminated(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  const start = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? 3 : 0;
  const { cells: header, next } = splitRow(bytes, start);
  const columns = header.map(([from, to]) => decodeCell(bytes, from, to));
  if (columns.length === 0 || (columns.length === 1 && columns[0] === '')) return undefined;
  refuseDuplicates(columns);
  return new RowReader(bytes, columns).read(next);
}

/**
 * Returns bytes with a newline at their end, which the last row may lack, so that a byte follows every
 * cell.
 */
function terminated(bytes: Buffer): Buffer {
  if (bytes.length === 0 || bytes.at(-1) === NEWLINE) return bytes;
  return Buffer.concat([bytes, Buffer.of(NEWLINE)]);
}

function refuseDuplicates(columns: readonly string[]): void {
  const seen = new Set<string>();
  const twice = columns.find((name) => seen.size === seen.add(name).size);
  if (twice === undefined) return;
  throw new UserError(
    `The results have two columns named "${twice}": rename or remove one, for example with | fields.`,
  );
}

const FIRST_ROWS = 1024;

/** The room for cells is guessed from the rows so far, times this factor. */
const SLACK = 1.05;

class RowReader {
  readonly #bytes: Buffer;
  /** The bytes as a Uint8Array, which V8 reads faster than a Buffer. */
  readonly #plain: Uint8Array;
  readonly #columns: readonly string[];
  readonly #indexed: number;
  readonly #stride: number;
  readonly #multivalues = new Map<string, Map<number, string[]>>();
  #cells: Uint32Array;

  constructor(bytes: Buffer, columns: readonly string[]) {
    this.#bytes = bytes;
    this.#plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#columns = columns;
    this.#indexed = columns.findLastIndex((name) => twinOf(name) === undefined) + 1;
    this.#stride = cellsPerRow({ indexed: this.#indexed });
    this.#cells = new Uint32Array(FIRST_ROWS * this.#stride);
  }

  read(start: number): ResultBlock {
    let rowCount = 0;
    for (let at = start; at < this.#bytes.length; ) {
      const next = this.#blankEnd(at);
      if (next !== undefined) {
        at = next;
        continue;
      }
      if ((rowCount + 1) * this.#stride > this.#cells.length) this.#grow(rowCount, start, at);
      at = this.#readRow(at, rowCount);
      rowCount++;
    }
    this.#readIndexedTwins(rowCount);
    return {
      bytes: this.#bytes,
      columns: this.#columns,
      fields: fieldsOf(this.#columns),
      rowCount,
      indexed: this.#indexed,
      cells: trimmed(this.#cells, rowCount * this.#stride),
      multivalues: this.#multivalues,
    };
  }

  /**
   * Returns the end of a blank line, or `undefined`. A blank line holds no value at all, unless the table
   * has one column, which may be null.
   */
  #blankEnd(at: number): number | undefined {
    if (this.#columns.length === 1) return undefined;
    const end = this.#bytes[at] === RETURN ? at + 1 : at;
    return this.#bytes[end] === NEWLINE ? end + 1 : undefined;
  }

  /** @returns where the next row starts */
  #readRow(start: number, row: number): number {
    const bytes = this.#plain;
    const cells = this.#cells;
    const first = row * this.#stride;
    const indexed = this.#indexed;
    const mostCommas = this.#columns.length - 1;
    let at = start;
    for (let column = 0; column < indexed; column++) {
      cells[first + column] = at;
      let byte = bytes[at];
      if (byte === QUOTE) {
        at = quotedEnd(this.#bytes, at);
        byte = bytes[at];
      } else {
        // Most bytes are digits and letters, which are above the codes of comma and newline.
        while (isWithinCell(byte as number)) byte = bytes[++at];
      }
      if ((byte === COMMA) !== column < mostCommas) throw this.#wrongWidth(start, row);
      at++;
    }
    const hasTwins = indexed < this.#columns.length;
    const next = hasTwins ? this.#readTwins(at, start, row) : at;
    cells[first + indexed + 1] = this.#rowEnd(start, next);
    cells[first + indexed] = hasTwins ? at : this.#rowEnd(start, next);
    return next;
  }

  /** Returns one past the row that ends before `next`, its carriage return not counted. */
  #rowEnd(start: number, next: number): number {
    const hasReturn = next - 2 >= start && this.#bytes[next - 2] === RETURN;
    return hasReturn ? next - 1 : next;
  }

  /**
   * Reads the twins at the end of a row, which are nearly always empty.
   *
   * @returns where the next row starts
   */
  #readTwins(from: number, start: number, row: number): number {
    const bytes = this.#bytes;
    const last = from + this.#columns.length - this.#indexed - 1;
    let at = from;
    while (at < last && bytes[at] === COMMA) at++;
    if (at === last && bytes[at] === NEWLINE) return at + 1;
    const { cells, next } = splitRow(bytes, from);
    if (cells.length !== this.#columns.length - this.#indexed) throw this.#wrongWidth(start, row);
    for (const [twin, [first, end]] of cells.entries()) {
      this.#addTwin(this.#indexed + twin, row, first, end);
    }
    return next;
  }

  /** Reads the twins that stand before the last column of a field. */
  #readIndexedTwins(rowCount: number): void {
    for (let column = 0; column < this.#indexed; column++) {
      if (twinOf(this.#columns[column] as string) === undefined) continue;
      for (let row = 0; row < rowCount; row++) {
        const at = row * this.#stride + column;
        this.#addTwin(column, row, this.#cells[at] as number, (this.#cells[at + 1] as number) - 1);
      }
    }
  }

  #addTwin(column: number, row: number, start: number, end: number): void {
    const field = twinOf(this.#columns[column] as string);
    if (end <= start || field === undefined) return;
    const values = decodeMultivalue(decodeCell(this.#bytes, start, end));
    if (values === undefined) return;
    const rows = this.#multivalues.get(field) ?? new Map<number, string[]>();
    this.#multivalues.set(field, rows.set(row, values));
  }

  #grow(rowCount: number, start: number, at: number): void {
    const rows = Math.ceil((rowCount * SLACK * (this.#bytes.length - start)) / (at - start));
    const larger = new Uint32Array(Math.max(rows, rowCount + FIRST_ROWS) * this.#stride);
    larger.set(this.#cells);
    this.#cells = larger;
  }

  #wrongWidth(start: number, row: number): UserError {
    const { cells } = splitRow(this.#bytes, start);
    return new UserError(
      `Row ${row + 1} of the results has ${cells.length} values where the header names ${this.#columns.length} fields.`,
    );
  }
}

function isWithinCell(byte: number): boolean {
  return byte > COMMA || (byte !== COMMA && byte !== NEWLINE);
}

function fieldsOf(columns: readonly string[]): Map<string, number> {
  const fields = columns.map((name, index) => [name, index] as const);
  return new Map(fields.filter(([name]) => twinOf(name) === undefined));
}

/**
 * Copies the cells where much room is left, so that many small chunks do not each keep the memory of a
 * large one.
 */
function trimmed(cells: Uint32Array, count: number): Uint32Array {
  return count > 0.8 * cells.length ? cells.subarray(0, count) : cells.slice(0, count);
}

/** Returns the start and the end of each cell of the row at `start`, and where the next row starts. */
export function splitRow(
  bytes: Buffer,
  start: number,
): { readonly cells: readonly (readonly [start: number, end: number])[]; readonly next: number } {
  const cells: [number, number][] = [];
  for (let at = start; at < bytes.length; at++) {
    const first = at;
    if (bytes[at] === QUOTE) at = quotedEnd(bytes, at);
    else while (bytes[at] !== COMMA && bytes[at] !== NEWLINE) at++;
    const isOver = bytes[at] === NEWLINE;
    const end = isOver && at > first && bytes[at - 1] === RETURN ? at - 1 : at;
    cells.push([first, end]);
    if (isOver) return { cells, next: at + 1 };
  }
  return { cells, next: bytes.length };
}

/** Returns the place of the comma or newline behind the quoted cell at `start`. */
function quotedEnd(bytes: Buffer, start: number): number {
  let at = start + 1;
  for (;;) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0) throw new UserError('The results hold a quoted value without an end.');
    at++;
    if (bytes[at] !== QUOTE) break;
    at++;
  }
  const end = bytes[at] === RETURN ? at + 1 : at;
  if (bytes[end] === NEWLINE || (end === at && bytes[at] === COMMA)) return end;
  throw new UserError('The results hold a quoted value with text after its closing quote.');
}

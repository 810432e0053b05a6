/**
 * Indexes the rows of a CSV body (RFC 4180, rows end in `\n` or `\r\n`).
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
import { INDEXED, type RowKernel } from '../results/row-kernel.ts';
import { decodeMultivalue, twinOf } from './multivalue.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

const FIRST_ROWS = 1024;

/** The room for cells is guessed from the rows so far, times this factor. */
const SLACK = 1.05;

/** The room grows by this factor at most, because long rows may follow short ones. */
const MOST_GROWTH = 64;

/** This stands for the end of what does not end in the bytes that are there. */
const NOT_YET = -1;

/** The rows of a body begin at `start`; it has `length` bytes in all. */
interface Place {
  readonly start: number;
  readonly length: number;
}

/** Reads rows as they come, with a row kernel where there is one. */
export class RowReader {
  #bytes: Buffer = Buffer.alloc(0);
  /** The bytes as a Uint8Array, which V8 reads faster than a Buffer. */
  #plain: Uint8Array = new Uint8Array(0);
  readonly #place: Place;
  /** The next row begins here. */
  #at: number;
  #rowCount = 0;
  readonly #columns: readonly string[];
  readonly #indexed: number;
  readonly #stride: number;
  readonly #multivalues = new Map<string, Map<number, string[]>>();
  #cells: Uint32Array;
  #rowKernel: RowKernel | undefined;

  constructor(columns: readonly string[], place: Place) {
    this.#place = place;
    this.#at = place.start;
    this.#columns = columns;
    this.#indexed = columns.findLastIndex((name) => twinOf(name) === undefined) + 1;
    this.#stride = cellsPerRow({ indexed: this.#indexed });
    this.#cells = new Uint32Array(FIRST_ROWS * this.#stride);
  }

  /**
   * Reads the rows that have not been read yet.
   *
   * @param bytes - the first bytes of the body, which end in a newline
   * @returns `false` where a quoted value does not end in them
   */
  read(bytes: Buffer, rowKernel: RowKernel | undefined): boolean {
    this.#bytes = bytes;
    this.#plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#rowKernel = rowKernel;
    while (this.#at < bytes.length) {
      if (rowKernel !== undefined && this.#indexWith(rowKernel)) continue;
      if (!this.#readLine()) return false;
    }
    return true;
  }

  /** @returns `false` where the next row is one for TypeScript */
  #indexWith(rowKernel: RowKernel): boolean {
    const progress = Float64Array.of(this.#at, this.#rowCount);
    const { length } = this.#columns;
    const outcome = rowKernel.indexRows(this.#plain, this.#cells, length, this.#indexed, progress);
    [this.#at, this.#rowCount] = progress as unknown as [number, number];
    if (outcome === INDEXED.noRoom) this.#grow();
    return outcome !== INDEXED.unusualRow;
  }

  /** Reads a row or a blank line. @returns `false` where a quoted value does not end */
  #readLine(): boolean {
    const blankEnd = this.#blankEnd(this.#at);
    if (blankEnd !== undefined) {
      this.#at = blankEnd;
      return true;
    }
    if ((this.#rowCount + 1) * this.#stride > this.#cells.length) this.#grow();
    const next = this.#readRow(this.#at, this.#rowCount);
    if (next === NOT_YET) return false;
    this.#at = next;
    this.#rowCount++;
    return true;
  }

  /** Returns the rows, once all have been read. */
  block(): ResultBlock {
    const rowCount = this.#rowCount;
    this.#readIndexedTwins(rowCount);
    return {
      bytes: this.#bytes,
      columns: this.#columns,
      fields: fieldsOf(this.#columns),
      rowCount,
      indexed: this.#indexed,
      cells: trimmed(this.#cells, rowCount * this.#stride),
      multivalues: this.#multivalues,
      rowKernel: this.#rowKernel,
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

  /** @returns where the next row starts, or `NOT_YET` */
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
        if (at === NOT_YET) return NOT_YET;
        byte = bytes[at];
      } else {
        // Most bytes are digits and letters, which are above the codes of comma and newline.
        while (isWithinCell(byte as number)) byte = bytes[++at];
      }
      if ((byte === COMMA) !== column < mostCommas) return this.#refuseWidth(start, row);
      at++;
    }
    return this.#endRow(at, start, row);
  }

  /**
   * @param at - the place behind the indexed cells of the row
   * @returns where the next row starts, or `NOT_YET`
   */
  #endRow(at: number, start: number, row: number): number {
    const hasTwins = this.#indexed < this.#columns.length;
    const next = hasTwins ? this.#readTwins(at, start, row) : at;
    if (next === NOT_YET) return NOT_YET;
    const end = row * this.#stride + this.#indexed;
    this.#cells[end + 1] = this.#rowEnd(start, next);
    this.#cells[end] = hasTwins ? at : this.#rowEnd(start, next);
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
   * @returns where the next row starts, or `NOT_YET`
   */
  #readTwins(from: number, start: number, row: number): number {
    const bytes = this.#bytes;
    const last = from + this.#columns.length - this.#indexed - 1;
    let at = from;
    while (at < last && bytes[at] === COMMA) at++;
    if (at === last && bytes[at] === NEWLINE) return at + 1;
    const twins = splitRow(bytes, from);
    if (twins === undefined) return NOT_YET;
    if (twins.cells.length !== this.#columns.length - this.#indexed) {
      return this.#refuseWidth(start, row);
    }
    for (const [twin, [first, end]] of twins.cells.entries()) {
      this.#addTwin(this.#indexed + twin, row, first, end);
    }
    return twins.next;
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

  #grow(): void {
    const { start, length } = this.#place;
    const share = (this.#at - start) / (length - start);
    const rows = Math.ceil(this.#rowCount * Math.min(SLACK / share, MOST_GROWTH));
    const larger = new Uint32Array(Math.max(rows, this.#rowCount + FIRST_ROWS) * this.#stride);
    larger.set(this.#cells);
    this.#cells = larger;
  }

  /**
   * @returns `NOT_YET` where the row does not end in the bytes that are there
   * @throws UserError where it does
   */
  #refuseWidth(start: number, row: number): typeof NOT_YET {
    const found = splitRow(this.#bytes, start);
    if (found === undefined) return NOT_YET;
    throw new UserError(
      `Row ${row + 1} of the results has ${found.cells.length} values where the header names ${this.#columns.length} fields.`,
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

interface SplitRow {
  /** The start and the end of each cell. */
  readonly cells: readonly (readonly [start: number, end: number])[];
  /** Where the next row starts. */
  readonly next: number;
}

/** @returns the cells of the row at `start`; `undefined` where a quoted value has no end */
export function splitRow(bytes: Buffer, start: number): SplitRow | undefined {
  const cells: [number, number][] = [];
  for (let at = start; at < bytes.length; at++) {
    const first = at;
    if (bytes[at] === QUOTE) at = quotedEnd(bytes, at);
    else while (bytes[at] !== COMMA && bytes[at] !== NEWLINE) at++;
    if (at === NOT_YET) return undefined;
    const isOver = bytes[at] === NEWLINE;
    const end = isOver && at > first && bytes[at - 1] === RETURN ? at - 1 : at;
    cells.push([first, end]);
    if (isOver) return { cells, next: at + 1 };
  }
  return { cells, next: bytes.length };
}

/** Returns the place of the comma or newline behind the quoted cell at `start`, or `NOT_YET`. */
function quotedEnd(bytes: Buffer, start: number): number {
  let at = start + 1;
  for (;;) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0) return NOT_YET;
    at++;
    if (bytes[at] !== QUOTE) break;
    at++;
  }
  const end = bytes[at] === RETURN ? at + 1 : at;
  if (bytes[end] === NEWLINE || (end === at && bytes[at] === COMMA)) return end;
  throw new UserError('The results hold a quoted value with text after its closing quote.');
}

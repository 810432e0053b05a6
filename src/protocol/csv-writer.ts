/**
 * Writes the CSV body of a reply. Cells that pass through are copied byte for byte.
 *
 * @module
 */

import type { ResultBlock, SearchResults } from '../results.ts';
import { twinOf } from './multivalue.ts';

/** A column of our own: one text a row, `''` for null. */
export interface OutputColumn {
  readonly name: string;
  readonly values: readonly string[];
}

const COMMA = 0x2c;
const NEWLINE = 0x0a;
const NEEDS_QUOTES = /[",\r\n]/;

/** A new table. */
export function writeTable(columns: readonly OutputColumn[]): Uint8Array {
  const rowCount = columns[0]?.values.length ?? 0;
  const out = new ByteWriter(64 * (rowCount + 1));
  out.text(`${columns.map(({ name }) => quoted(name)).join(',')}\n`);
  for (let row = 0; row < rowCount; row++) out.text(`${cellsOf(columns, row)}\n`);
  return out.bytes();
}

/**
 * The rows of `results` in order, with every column that any chunk had, and ours behind them. A
 * received column of the same name as one of ours is left out, its multivalue twin too.
 *
 * @param keep - rows to write; all when left out
 */
export function writeWithColumns(
  results: SearchResults,
  ours: readonly OutputColumn[],
  keep: (row: number) => boolean = () => true,
): Uint8Array {
  const names = new Set(ours.map(({ name }) => name));
  const isOurs = (name: string): boolean => names.has(twinOf(name) ?? name);
  const columns = unionOfColumns(results).filter((name) => !isOurs(name));
  const size = results.blocks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const out = new ByteWriter(size + 48 * (results.rowCount + 1));
  out.text(`${[...columns, ...names].map(quoted).join(',')}\n`);
  let first = 0;
  for (const block of results.blocks) {
    const sources = columns.map((name) => block.columns.indexOf(name));
    const copyRow = isWhole(block, sources) ? copyWhole : copyCells;
    for (let row = 0; row < block.rowCount; row++) {
      if (!keep(first + row)) continue;
      copyRow(out, block, row, sources);
      const cells = cellsOf(ours, first + row);
      if (columns.length > 0 && ours.length > 0) out.byte(COMMA);
      out.text(cells);
      out.byte(NEWLINE);
    }
    first += block.rowCount;
  }
  return out.bytes();
}

/** The column `name` of `results`, byte for byte, and ours: the reply of a stateful command. */
export function writeBeside(
  block: ResultBlock,
  name: string,
  ours: readonly OutputColumn[],
): Uint8Array {
  const source = [block.columns.indexOf(name)];
  const out = new ByteWriter(64 * (block.rowCount + 1));
  out.text(`${[name, ...ours.map((column) => column.name)].map(quoted).join(',')}\n`);
  for (let row = 0; row < block.rowCount; row++) {
    copyCells(out, block, row, source);
    out.text(`,${cellsOf(ours, row)}\n`);
  }
  return out.bytes();
}

function unionOfColumns(results: SearchResults): string[] {
  return [...new Set(results.blocks.flatMap(({ columns }) => columns))];
}

function isWhole(block: ResultBlock, sources: readonly number[]): boolean {
  return (
    sources.length === block.columns.length && sources.every((source, index) => source === index)
  );
}

function copyWhole(out: ByteWriter, block: ResultBlock, row: number): void {
  const stride = block.columns.length + 1;
  const start = block.cells[row * stride] as number;
  const end = (block.cells[row * stride + stride - 1] as number) - 1;
  out.copy(block.bytes, start, end);
}

function copyCells(
  out: ByteWriter,
  block: ResultBlock,
  row: number,
  sources: readonly number[],
): void {
  const stride = block.columns.length + 1;
  for (const [index, source] of sources.entries()) {
    if (index > 0) out.byte(COMMA);
    if (source < 0) continue;
    const at = row * stride + source;
    out.copy(block.bytes, block.cells[at] as number, (block.cells[at + 1] as number) - 1);
  }
}

function cellsOf(columns: readonly OutputColumn[], row: number): string {
  const cells = columns.map(({ values }) => quoted(values[row] ?? ''));
  // A row of one empty cell would be a blank line, which readers skip.
  return cells.length === 1 && cells[0] === '' ? '""' : cells.join(',');
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Bytes appended to a buffer that doubles when it is full. */
class ByteWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(capacity: number) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  text(text: string): void {
    // A UTF-16 unit takes at most three bytes of UTF-8.
    this.#reserve(text.length * 3);
    this.#length += this.#buffer.write(text, this.#length, 'utf8');
  }

  copy(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    this.#buffer.set(bytes.subarray(start, end), this.#length);
    this.#length += end - start;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

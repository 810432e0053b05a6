/**
 * Writes the CSV body of a reply. Cells that pass through are copied byte for byte.
 *
 * @module
 */

import { cellsPerRow, type ResultBlock } from '../results/result-block.ts';
import type { SearchResults } from '../results/results.ts';
import { ByteWriter, quoted } from './byte-writer.ts';
import { splitRow } from './csv-rows.ts';
import { twinOf } from './multivalue.ts';

/** A column that the command adds: one text for each row, `''` for null. */
export interface OutputColumn {
  readonly name: string;
  readonly values: readonly string[];
}

/** Writes a new table. */
export function writeTable(columns: readonly OutputColumn[]): Uint8Array {
  const rowCount = columns[0]?.values.length ?? 0;
  const out = new ByteWriter(64 * (rowCount + 1));
  out.text(`${columns.map(({ name }) => quoted(name)).join(',')}\n`);
  for (let row = 0; row < rowCount; row++) writeCells(out, columns, row);
  return out.bytes();
}

/** A reply that is made in pieces while it is sent, so that all of it never stands in memory at once. */
export interface PiecedBody {
  /** The number of bytes of all pieces. */
  readonly length: number;
  /**
   * Yields the pieces. A piece is only valid until the next one is asked for, because all come in the
   * same memory.
   */
  pieces(): Iterable<Uint8Array>;
}

/**
 * Writes the rows of `results` in order, with every column that any chunk had, and then ours. A received
 * column of the same name as one of ours is left out, and so is its multivalue twin.
 *
 * @param keep - tells which rows to write; all by default
 * @param more - the rows to add behind them, empty in all other columns
 */
export function writeWithColumns(
  results: SearchResults,
  ours: readonly OutputColumn[],
  keep: (row: number) => boolean = () => true,
  more: readonly OutputColumn[] = [],
): PiecedBody {
  const names = new Set(ours.map(({ name }) => name));
  const isOurs = (name: string): boolean => names.has(twinOf(name) ?? name);
  const columns = unionOfColumns(results).filter((name) => !isOurs(name));
  const header = Buffer.from(`${[...columns, ...names].map(quoted).join(',')}\n`);
  const added = encodeRows(ours, results.rowCount, columns.length > 0 && ours.length > 0);
  const behind = encodeRows(filled(more, [...columns, ...names]), more[0]?.values.length ?? 0);
  const head: Rows = {
    count: 1,
    write: (writer) => writer.copy(header, 0, header.length),
    bytesOf: () => header.length,
  };
  const parts = [head];
  let before = 0;
  for (const block of results.blocks) {
    const first = before;
    const received = copiedRows(block, columns);
    parts.push({
      count: block.rowCount,
      write(writer, row) {
        if (!keep(first + row)) return;
        received.write(writer, row);
        added.write(writer, first + row);
      },
      bytesOf: (row) =>
        keep(first + row) ? received.bytesOf(row) + added.bytesOf(first + row) : 0,
    });
    before += block.rowCount;
  }
  parts.push(behind);
  return { length: countBytes(parts), pieces: () => writePieces(parts) };
}

/** Writes the column `name` of a block, byte for byte, and ours: the reply of a stateful command. */
export function writeBeside(
  block: ResultBlock,
  name: string,
  ours: readonly OutputColumn[],
): Uint8Array {
  const received = copiedRows(block, [name]);
  const out = new ByteWriter(64 * (block.rowCount + 1));
  out.text(`${[name, ...ours.map((column) => column.name)].map(quoted).join(',')}\n`);
  for (let row = 0; row < block.rowCount; row++) {
    received.write(out, row);
    out.comma();
    writeCells(out, ours, row);
  }
  return out.bytes();
}

/** Returns the columns `names`; those that are missing are empty. */
function filled(columns: readonly OutputColumn[], names: readonly string[]): OutputColumn[] {
  const known = new Map(columns.map((column) => [column.name, column]));
  return names.map((name) => known.get(name) ?? { name, values: [] });
}

function unionOfColumns(results: SearchResults): string[] {
  return [...new Set(results.blocks.flatMap(({ columns }) => columns))];
}

/** Rows that are written one after the other. */
interface Rows extends CopiedRows {
  readonly count: number;
}

/** Rows whose bytes are there already. */
interface CopiedRows {
  /** Writes a row, or leaves it out. */
  write(writer: ByteWriter, row: number): void;
  /** Returns how many bytes `write` writes. */
  bytesOf(row: number): number;
}

function countBytes(parts: readonly Rows[]): number {
  let length = 0;
  for (const rows of parts) {
    for (let row = 0; row < rows.count; row++) length += rows.bytesOf(row);
  }
  return length;
}

const PIECE_BYTES = 2 ** 18;

/** A piece with so many bytes is full, unless a row is very long. */
const FULL_BYTES = 0.9 * PIECE_BYTES;

function* writePieces(parts: readonly Rows[]): Generator<Uint8Array> {
  const writer = new ByteWriter(PIECE_BYTES);
  for (const rows of parts) {
    for (let row = 0; row < rows.count; ) {
      row = writeUntilFull(writer, rows, row);
      if (writer.length < FULL_BYTES) continue;
      yield writer.bytes();
      writer.clear();
    }
  }
  yield writer.bytes();
}

/** @returns the row that comes next */
function writeUntilFull(writer: ByteWriter, rows: Rows, first: number): number {
  let row = first;
  while (row < rows.count && writer.length < FULL_BYTES) rows.write(writer, row++);
  return row;
}

/** Copies the cells of `columns`; those that the block lacks are empty. */
function copiedRows(block: ResultBlock, columns: readonly string[]): CopiedRows {
  const isWhole =
    columns.length === block.columns.length &&
    columns.every((name, index) => name === block.columns[index]);
  return isWhole ? wholeRows(block) : pickedCells(block, columns);
}

function wholeRows(block: ResultBlock): CopiedRows {
  const { bytes, cells } = block;
  const stride = cellsPerRow(block);
  const startOf = (row: number): number => cells[row * stride] as number;
  const endOf = (row: number): number => (cells[(row + 1) * stride - 1] as number) - 1;
  return {
    write: (writer, row) => writer.copy(bytes, startOf(row), endOf(row)),
    bytesOf: (row) => endOf(row) - startOf(row),
  };
}

function pickedCells(block: ResultBlock, columns: readonly string[]): CopiedRows {
  const places = new Map(block.columns.map((name, place) => [name, place]));
  const sources = columns.map((name) => places.get(name));
  const needsTwins = sources.some((source = -1) => source >= block.indexed);
  const twinCells = (row: number): TwinCells => (needsTwins ? twinsOf(block, row) : []);
  return {
    write(writer, row) {
      const twins = twinCells(row);
      for (const [index, source] of sources.entries()) {
        if (index > 0) writer.comma();
        if (source !== undefined) writer.copy(block.bytes, ...cellOf(block, twins, row, source));
      }
    },
    bytesOf(row) {
      const twins = twinCells(row);
      let length = Math.max(0, sources.length - 1);
      for (const source of sources) {
        if (source === undefined) continue;
        const [start, end] = cellOf(block, twins, row, source);
        length += end - start;
      }
      return length;
    },
  };
}

/** @param twins - the twins of the row */
function cellOf(
  { cells, indexed }: ResultBlock,
  twins: TwinCells,
  row: number,
  column: number,
): readonly [start: number, end: number] {
  if (column >= indexed) return twins[column - indexed] ?? [0, 0];
  const at = row * cellsPerRow({ indexed }) + column;
  return [cells[at] as number, (cells[at + 1] as number) - 1];
}

/** Returns the start and the end of the cells of a row behind those that are indexed. */
function twinsOf({ bytes, cells, indexed }: ResultBlock, row: number): TwinCells {
  const start = cells[row * cellsPerRow({ indexed }) + indexed] as number;
  return (
    splitRow(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), start)?.cells ?? []
  );
}

type TwinCells = NonNullable<ReturnType<typeof splitRow>>['cells'];

/** Encodes our cells of all rows into one piece of memory. */
function encodeRows(columns: readonly OutputColumn[], rowCount: number, hasOthers = false): Rows {
  const out = new ByteWriter(32 * (rowCount + 1));
  const ends = new Float64Array(rowCount + 1);
  for (let row = 0; row < rowCount; row++) {
    if (hasOthers) out.comma();
    writeCells(out, columns, row);
    ends[row + 1] = out.length;
  }
  const bytes = out.bytes();
  return {
    count: rowCount,
    write: (writer, row) => writer.copy(bytes, ends[row] as number, ends[row + 1] as number),
    bytesOf: (row) => (ends[row + 1] as number) - (ends[row] as number),
  };
}

/** Writes our cells of a row, and the end of the row. */
function writeCells(out: ByteWriter, columns: readonly OutputColumn[], row: number): void {
  for (let at = 0; at < columns.length; at++) {
    if (at > 0) out.comma();
    const text = (columns[at] as OutputColumn).values[row] ?? '';
    // A row of one empty cell would be a blank line, which readers skip.
    if (columns.length === 1 && text === '') out.text('""');
    else out.cell(text);
  }
  out.newline();
}

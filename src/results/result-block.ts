/**
 * Holds the rows of one chunk: the bytes that splunkd sent, and where each cell starts.
 *
 * @module
 */

import type { RowKernel } from './row-kernel.ts';

/** The rows of one chunk. */
export interface ResultBlock {
  /** The CSV in UTF-8, header row included. */
  readonly bytes: Uint8Array;
  /** The names of all received columns, in order, columns that only carry multivalues included. */
  readonly columns: readonly string[];
  /** The columns that hold a field of their own: name → position in `columns`. */
  readonly fields: ReadonlyMap<string, number>;
  readonly rowCount: number;
  /** How many columns have their cells in `cells`: the first ones, among which are all fields. */
  readonly indexed: number;
  /**
   * `[rowCount, indexed + 2]`: where each indexed cell starts in `bytes`, then one past the last of
   * them, then one past the row. A cell ends one byte before the next one starts.
   */
  readonly cells: Uint32Array;
  /** The values of the cells that hold several: field → row → values. */
  readonly multivalues: ReadonlyMap<string, ReadonlyMap<number, readonly string[]>>;
  /** Reads cells faster than TypeScript does, where there is one. */
  readonly rowKernel?: RowKernel | undefined;
}

/** Returns the bytes of memory that a block takes. */
export function blockBytes({ bytes, cells }: Pick<ResultBlock, 'bytes' | 'cells'>): number {
  return bytes.byteLength + cells.byteLength;
}

/**
 * Returns a block of some of the rows, over the same bytes.
 *
 * @param rows - ascending
 */
export function pickedBlock(block: ResultBlock, rows: readonly number[]): ResultBlock {
  const stride = cellsPerRow(block);
  const cells = new Uint32Array(rows.length * stride);
  for (const [at, row] of rows.entries()) {
    cells.set(block.cells.subarray(row * stride, (row + 1) * stride), at * stride);
  }
  const multivalues = new Map(
    Array.from(block.multivalues, ([field, byRow]) => {
      const own = rows.flatMap((row, at) => {
        const values = byRow.get(row);
        return values === undefined ? [] : [[at, values] as const];
      });
      return [field, new Map(own)];
    }),
  );
  return { ...block, cells, multivalues, rowCount: rows.length };
}

/** Returns the number of entries of `cells` for a row. */
export function cellsPerRow({ indexed }: Pick<ResultBlock, 'indexed'>): number {
  return indexed + 2;
}

/** Gets a cell, as CSV holds it. */
export type VisitCell = (bytes: Buffer, start: number, end: number, row: number) => void;

const QUOTE = 0x22;

/** Returns the text of a CSV cell; bytes that are not UTF-8 become U+FFFD. */
export function decodeCell(bytes: Buffer, start: number, end: number): string {
  if (bytes[start] !== QUOTE || end <= start) return bytes.toString('utf8', start, end);
  return bytes.toString('utf8', start + 1, end - 1).replaceAll('""', '"');
}

/** Visits the cells of a column that are not empty; `first` is the number of the block's first row. */
export function visitCells(
  block: ResultBlock,
  field: string,
  first: number,
  visit: VisitCell,
): void {
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

/** Visits the cells of a column that have several values, joined by newlines. */
export function visitMultivalues(
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

/** Returns the text of a cell. */
export function textAt(block: ResultBlock, field: string, row: number): string {
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

/** Returns the bytes of a block as a Buffer. */
export function bufferOf({ bytes }: ResultBlock): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Writes text as a quoted cell. */
function asCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * Reads the numbers of columns from the bytes of a block.
 *
 * @module
 */

import { bufferOf, cellsPerRow, type ResultBlock, visitMultivalues } from './result-block.ts';
import type { RowKernel } from './row-kernel.ts';

/**
 * Reads a number from the cell `bytes[start … end)`, as CSV holds it; NaN for none. A decimal is its number,
 * so that a row kernel may read it instead.
 */
export type CellParser = (bytes: Buffer, start: number, end: number) => number;

interface NumbersToFill {
  /** `[fields][rows]`; they stay unchanged where there is no cell. */
  readonly numbers: readonly Float64Array[];
  /** The place of the block's first row in them. */
  readonly first: number;
}

/** A column of a block, and the array for its numbers. */
interface FoundColumn {
  readonly column: number;
  readonly out: Float64Array;
}

/** Reads the numbers of several columns, row by row. */
export function readNumbers(
  block: ResultBlock,
  fields: readonly string[],
  parse: CellParser,
  { first, numbers }: NumbersToFill,
): void {
  const found = fields.flatMap((field, at) => {
    const column = block.fields.get(field);
    return column === undefined ? [] : [{ column, out: numbers[at] as Float64Array }];
  });
  const { rowKernel } = block;
  if (rowKernel === undefined) readCells(block, found, parse, first);
  else readWithKernel(block, found, parse, { first, rowKernel });
  for (const [at, field] of fields.entries()) {
    const out = numbers[at] as Float64Array;
    visitMultivalues(block, field, first, (text, start, end, row) => {
      out[row] = parse(text, start, end);
    });
  }
}

function readCells(
  block: ResultBlock,
  found: readonly FoundColumn[],
  parse: CellParser,
  first: number,
): void {
  const { cells, rowCount } = block;
  const bytes = bufferOf(block);
  const stride = cellsPerRow(block);
  for (let row = 0; row < rowCount; row++) {
    for (const { column, out } of found) {
      const at = row * stride + column;
      const start = cells[at] as number;
      const end = (cells[at + 1] as number) - 1;
      if (end > start) out[first + row] = parse(bytes, start, end);
    }
  }
}

/** A row kernel reads so many columns and rows in one call: their cells that are left take 256 kB at most. */
const COLUMNS_AT_ONCE = 16;
const ROWS_AT_ONCE = 4096;

/** Does what `readCells` does; `parse` gets the cells that the kernel leaves. */
function readWithKernel(
  block: ResultBlock,
  found: readonly FoundColumn[],
  parse: CellParser,
  { first, rowKernel }: { readonly first: number; readonly rowKernel: RowKernel },
): void {
  const { bytes, cells, rowCount } = block;
  const buffer = bufferOf(block);
  const stride = cellsPerRow(block);
  for (let from = 0; from < found.length; from += COLUMNS_AT_ONCE) {
    const some = found.slice(from, from + COLUMNS_AT_ONCE);
    const columns = Int32Array.from(some, ({ column }) => column);
    const outs = some.map(({ out }) => out);
    const left = new Int32Array(some.length * Math.min(rowCount, ROWS_AT_ONCE));
    for (let row = 0; row < rowCount; row += ROWS_AT_ONCE) {
      const last = Math.min(row + ROWS_AT_ONCE, rowCount);
      const count = rowKernel.readDecimals(
        bytes,
        cells,
        stride,
        row,
        last,
        columns,
        outs,
        first,
        left,
      );
      for (const place of left.subarray(0, count)) {
        const at = place % some.length;
        const ownRow = row + (place - at) / some.length;
        const cell = ownRow * stride + (columns[at] as number);
        const [start, next] = [cells[cell] as number, cells[cell + 1] as number];
        (outs[at] as Float64Array)[first + ownRow] = parse(buffer, start, next - 1);
      }
    }
  }
}

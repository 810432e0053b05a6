/**
 * Reads the CSV body of a chunk (RFC 4180, rows end in `\n` or `\r\n`) into cell offsets.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 * @module
 */

import { UserError } from '../errors.ts';
import { decodeCell, type ResultBlock } from '../results.ts';
import { decodeMultivalue, twinOf } from './multivalue.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/**
 * The rows of a chunk's body, or `undefined` for an empty body.
 *
 * @param bytes - kept by the block, not copied
 * @throws UserError for two columns of one name, a row of another width, or a quote without end
 */
export function readCsv(bytes: Uint8Array): ResultBlock | undefined {
  const start = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? 3 : 0;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header: number[] = [];
  const rowsStart = readRow(bytes, start, (offset) => header.push(offset));
  const columns = header
    .slice(0, -1)
    .map((cell, index) => decodeCell(buffer, cell, (header[index + 1] as number) - 1));
  if (columns.length === 1 && columns[0] === '') return undefined;
  refuseDuplicates(columns);
  const { rowCount, cells } = readRows(bytes, rowsStart, columns.length);
  const layout = { bytes, columns, rowCount, cells };
  return { ...layout, fields: fieldsOf(columns), multivalues: readMultivalues(buffer, layout) };
}

function refuseDuplicates(columns: readonly string[]): void {
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new UserError(
    `The results have two columns named "${twice}": rename or remove one, for example with | fields.`,
  );
}

function fieldsOf(columns: readonly string[]): Map<string, number> {
  const fields = columns.map((name, index) => [name, index] as const);
  return new Map(fields.filter(([name]) => twinOf(name) === undefined));
}

function readRows(
  bytes: Uint8Array,
  start: number,
  width: number,
): { rowCount: number; cells: Uint32Array } {
  let cells = new Uint32Array(1024 * (width + 1));
  let count = 0;
  let rowCount = 0;
  const push = (offset: number): void => {
    if (count === cells.length) cells = grown(cells);
    cells[count++] = offset;
  };
  for (let at = start; at < bytes.length; ) {
    const rowStart = count;
    at = readRow(bytes, at, push);
    const found = count - rowStart - 1;
    // A blank line holds no value at all, unless the table has one column, which may be null.
    if (found === 1 && width > 1 && cells[rowStart + 1] === (cells[rowStart] as number) + 1) {
      count = rowStart;
      continue;
    }
    if (found !== width) {
      throw new UserError(
        `Row ${rowCount + 1} of the results has ${found} values where the header names ${width} fields.`,
      );
    }
    rowCount++;
  }
  // A copy, so that many small chunks do not each keep the room of a large one.
  return { rowCount, cells: cells.slice(0, count) };
}

function grown(cells: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(cells.length * 2);
  larger.set(cells);
  return larger;
}

/**
 * Reports the start of each cell of the row at `start`, then one past the row's end.
 *
 * @returns where the next row starts
 */
function readRow(bytes: Uint8Array, start: number, push: (offset: number) => unknown): number {
  let at = start;
  for (;;) {
    push(at);
    at = bytes[at] === QUOTE ? quotedEnd(bytes, at) : plainEnd(bytes, at);
    if (bytes[at] === COMMA) {
      at++;
      continue;
    }
    const isReturn = at > start && bytes[at] === NEWLINE && bytes[at - 1] === RETURN;
    push(isReturn ? at : at + 1);
    return at + 1;
  }
}

function plainEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== NEWLINE) at++;
  return at;
}

function quotedEnd(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  for (;;) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0) throw new UserError('The results hold a quoted value without an end.');
    at++;
    if (bytes[at] !== QUOTE) break;
    at++;
  }
  const end = bytes[at] === RETURN ? at + 1 : at;
  const isRowEnd = end >= bytes.length || bytes[end] === NEWLINE;
  if (isRowEnd || (end === at && bytes[at] === COMMA)) return end;
  throw new UserError('The results hold a quoted value with text after its closing quote.');
}

type CellLayout = Pick<ResultBlock, 'columns' | 'rowCount' | 'cells'>;

function readMultivalues(buffer: Buffer, layout: CellLayout): Map<string, Map<number, string[]>> {
  const multivalues = new Map<string, Map<number, string[]>>();
  for (const [column, name] of layout.columns.entries()) {
    const field = twinOf(name);
    const found = field === undefined ? new Map() : readTwin(buffer, layout, column);
    if (field !== undefined && found.size > 0) multivalues.set(field, found);
  }
  return multivalues;
}

function readTwin(
  buffer: Buffer,
  { columns, rowCount, cells }: CellLayout,
  column: number,
): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (let row = 0; row < rowCount; row++) {
    const at = row * (columns.length + 1) + column;
    const [start, end] = [cells[at] as number, (cells[at + 1] as number) - 1];
    const values = end > start ? decodeMultivalue(decodeCell(buffer, start, end)) : undefined;
    if (values !== undefined) found.set(row, values);
  }
  return found;
}

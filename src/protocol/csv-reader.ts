/**
 * Reads the CSV body of a chunk into cell offsets, whole or while it comes.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import { decodeCell, type ResultBlock } from '../results/result-block.ts';
import type { RowKernel } from '../results/row-kernel.ts';
import { RowReader, splitRow } from './csv-rows.ts';

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/**
 * Reads the rows of a chunk's body; returns `undefined` for an empty body.
 *
 * @param body - is kept by the block, not copied
 * @param rowKernel - reads faster, and the same
 * @throws UserError for two columns of one name, a row of another width, or a quote without end
 */
export function readCsv(body: Uint8Array, rowKernel?: RowKernel): ResultBlock | undefined {
  return new CsvBody(body).block(rowKernel);
}

/**
 * Reads a body while it comes, so that the rows that are there are read while the sender writes others. The
 * block is the same as that of the whole body.
 */
export class CsvBody {
  readonly #body: Buffer;
  #rows: RowReader | undefined;
  #isEmpty = false;

  /** @param body - the memory of the whole body, which is filled from its start; the block keeps it */
  constructor(body: Uint8Array) {
    this.#body = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }

  /**
   * Reads the rows that are whole in the first bytes of the body.
   *
   * @param length - so many bytes are there
   * @throws UserError as `readCsv` does, but not for a quote that may yet end
   */
  advance(length: number, rowKernel?: RowKernel): void {
    const end = length === 0 ? 0 : this.#body.lastIndexOf(NEWLINE, length - 1) + 1;
    if (end > 0) this.#read(this.#body.subarray(0, end), rowKernel);
  }

  /**
   * Reads the rest, once the whole body is there.
   *
   * @throws UserError as `readCsv` does
   */
  block(rowKernel?: RowKernel): ResultBlock | undefined {
    const isRead = this.#read(terminated(this.#body), rowKernel);
    if (!isRead) throw new UserError('The results hold a quoted value without an end.');
    return this.#rows?.block();
  }

  /**
   * @param bytes - the first bytes of the body, which end in a newline, or none
   * @returns `false` where a quoted value does not end in them
   */
  #read(bytes: Buffer, rowKernel: RowKernel | undefined): boolean {
    if (this.#rows === undefined && !this.#isEmpty) {
      const start = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? 3 : 0;
      const header = splitRow(bytes, start);
      if (header === undefined) return false;
      const columns = header.cells.map(([from, to]) => decodeCell(bytes, from, to));
      this.#isEmpty = columns.length === 0 || (columns.length === 1 && columns[0] === '');
      if (this.#isEmpty) return true;
      refuseDuplicates(columns);
      this.#rows = new RowReader(columns, { start: header.next, length: this.#body.length });
    }
    return this.#rows?.read(bytes, rowKernel) ?? true;
  }
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

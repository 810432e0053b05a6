/**
 * Numbers the distinct cells of a column by their bytes.
 *
 * @module
 */

import { decodeCell } from './result-block.ts';

interface CellSpan {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Gives each distinct cell a code, and decodes it once. */
export class CellDictionary {
  readonly values: string[] = [];
  readonly #cells: CellSpan[] = [];
  /** The hash table, with open addressing: code + 1, or 0 for a free place; its length is a power of two. */
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
    return isSameCell(cell.bytes, cell.start, cell.end, bytes, start, end);
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
 * Tells whether two cells have the same bytes. It is called for every cell of the results, so that an
 * object for its six numbers would cost.
 */
export function isSameCell(
  known: Buffer,
  from: number,
  to: number,
  bytes: Buffer,
  start: number,
  end: number,
): boolean {
  if (to - from !== end - start) return false;
  for (let at = start, other = from; at < end; at++, other++) {
    if (bytes[at] !== known[other]) return false;
  }
  return true;
}

/**
 * Returns the hash of the bytes of a cell: FNV-1a.
 *
 * @see http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}

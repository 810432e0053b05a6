/**
 * Reads cells as texts; a cell that occurred shortly before is not decoded again.
 *
 * Most texts of results are few values that repeat. The last cells are found again by their bytes in a
 * table of fixed size, where a newer cell takes the place of an older one.
 *
 * @module
 */

import { hashOf, isSameCell } from './cell-dictionary.ts';
import { decodeCell } from './result-block.ts';

/** The table has this many places: a power of two. */
const PLACES = 4096;

/** Cells of more bytes are decoded each time, because they seldom repeat. */
const LONGEST = 64;

/** Makes a reader for the cells of one column. */
export function createTextReader(): (bytes: Buffer, start: number, end: number) => string {
  const texts: string[] = new Array(PLACES).fill('');
  const sources: Buffer[] = new Array(PLACES).fill(Buffer.alloc(0));
  const starts = new Int32Array(PLACES);
  const ends = new Int32Array(PLACES);
  return (bytes, start, end) => {
    if (end - start > LONGEST) return decodeCell(bytes, start, end);
    const place = hashOf(bytes, start, end) & (PLACES - 1);
    const [from, to] = [starts[place] as number, ends[place] as number];
    if (isSameCell(sources[place] as Buffer, from, to, bytes, start, end)) {
      return texts[place] as string;
    }
    const text = decodeCell(bytes, start, end);
    texts[place] = text;
    sources[place] = bytes;
    starts[place] = start;
    ends[place] = end;
    return text;
  };
}

/**
 * Computes a number for the feature values of each row, and of each window of rows: equal for equal
 * values.
 *
 * Among a million rows two different ones have the same hash about once in twenty thousand fits.
 *
 * @module
 */

import type { FieldColumn } from '../encode/field/column.ts';
import { remembering } from '../encode/field/remembering.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import { joinLanes, mixHigh, mixLow, textHash } from './hash-lanes.ts';

/** The upper word of every NaN. */
const NULL_WORD = 0x7ff80000;

/** Builds hashes of rows, field by field. */
export class RowHashes {
  readonly #low: Int32Array;
  readonly #high: Int32Array;

  constructor(rowCount: number) {
    this.#low = new Int32Array(rowCount);
    this.#high = new Int32Array(rowCount);
  }

  /** Adds one value to each row: numbers by their bits, −0 as 0 and any NaN as null; texts trimmed. */
  add(column: FieldColumn): void {
    if (column.kind === 'numeric') this.#addNumbers(column.numbers);
    else this.#addTexts(column.texts);
  }

  /** Returns the hashes, `[rows]`: integers of 53 bits. */
  hashes(): Float64Array {
    const hashes = new Float64Array(this.#low.length);
    for (let row = 0; row < hashes.length; row++) {
      hashes[row] = joinLanes(this.#low[row], this.#high[row]);
    }
    return hashes;
  }

  #addNumbers(numbers: Float64Array): void {
    const [low, high] = [this.#low, this.#high];
    // Signed words, because V8 makes an object for each unsigned one above 2³¹ while code is not compiled yet.
    const words = new Int32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length);
    for (let row = 0; row < numbers.length; row++) {
      const number = numbers[row];
      let first = 0;
      let second = 0;
      if (Number.isNaN(number)) second = NULL_WORD;
      else if (number !== 0) {
        first = words[2 * row];
        second = words[2 * row + 1];
      }
      low[row] = mixLow(mixLow(low[row], first), second);
      high[row] = mixHigh(mixHigh(high[row], first), second);
    }
  }

  #addTexts(texts: readonly string[]): void {
    const [low, high] = [this.#low, this.#high];
    const hashOf = remembering((text) => textHash(text.trim()));
    for (let row = 0; row < texts.length; row++) {
      const hash = hashOf(texts[row] as string);
      const first = hash | 0;
      const second = Math.floor(hash / 2 ** 32);
      low[row] = mixLow(mixLow(low[row], first), second);
      high[row] = mixHigh(mixHigh(high[row], first), second);
    }
  }
}

/** These are odd multipliers of the polynomials, whose powers repeat late. */
const BASE_LOW = 0x9e3779b5;
const BASE_HIGH = 0x85ebca6b;

/**
 * Computes hashes of windows from the hashes of their rows in order. They are differences of the
 * polynomials of all rows before a window's end and start (Rabin and Karp), so that long windows cost no
 * more.
 *
 * @param hashes - the hash of each row of the results
 * @param rows - the row at each position
 * @param windows - where the window of each position begins, and its number of rows
 * @returns the hash of each position's window
 */
export function windowHashes(
  hashes: Float64Array,
  rows: Int32Array,
  { starts, lengths }: Pick<Sequences, 'starts' | 'lengths'>,
): Float64Array {
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const [powersLow, powersHigh] = [powersOf(BASE_LOW, longest), powersOf(BASE_HIGH, longest)];
  const { low, high } = polynomials(hashes, rows);
  const found = new Float64Array(starts.length);
  for (let at = 0; at < found.length; at++) {
    const start = starts[at];
    const length = lengths[at];
    const end = start + length;
    const beforeLow = Math.imul(low[start], powersLow[length]);
    const beforeHigh = Math.imul(high[start], powersHigh[length]);
    found[at] = joinLanes(
      mixLow(low[end] - beforeLow, length),
      mixLow(high[end] - beforeHigh, length),
    );
  }
  return found;
}

/** Returns powers of `base` modulo 2³², `[longest + 1]`. */
function powersOf(base: number, longest: number): Int32Array {
  const powers = new Int32Array(longest + 1).fill(1);
  for (let at = 1; at <= longest; at++) powers[at] = Math.imul(powers[at - 1], base);
  return powers;
}

/** Returns the polynomials of both words of the hashes of the first rows, modulo 2³², `[rows + 1]`. */
function polynomials(
  hashes: Float64Array,
  rows: Int32Array,
): { readonly low: Int32Array; readonly high: Int32Array } {
  const low = new Int32Array(rows.length + 1);
  const high = new Int32Array(rows.length + 1);
  for (let at = 0; at < rows.length; at++) {
    const hash = hashes[rows[at]];
    low[at + 1] = Math.imul(low[at], BASE_LOW) + (hash | 0);
    high[at + 1] = Math.imul(high[at], BASE_HIGH) + ((hash / 2 ** 21) | 0);
  }
  return { low, high };
}

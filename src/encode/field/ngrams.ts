/**
 * Hashes the pieces of one to three neighbouring symbols of a sequence ("n-grams") into buckets. The begin
 * and the end count as symbols of their own.
 *
 * @see K. Weinberger and others, Feature Hashing for Large Scale Multitask Learning, 2009
 * @module
 */

/** The longest pieces have so many symbols. */
const LONGEST = 3;

/** The begin and the end; symbols are 0 or above. */
const BEGIN = -1;
const END = -2;

/** Returns how many buckets a sequence of so many symbols has at most: one for each of its pieces. */
export function mostNgrams(symbols: number): number {
  const marked = symbols + 2;
  // Neither mark is a piece on its own.
  return symbols + (marked - 1) + (marked - 2);
}

/** A piece of a sequence: so many symbols, the first of which stands at `from`, before the sequence for the mark of its begin. */
export interface Piece {
  readonly from: number;
  readonly size: number;
}

/** Buckets that follow one another; each is at least 0. */
export interface Buckets {
  readonly first: number;
  readonly count: number;
}

/** Hashes n-grams into a fixed number of buckets. */
export class NgramHasher {
  readonly #buckets: Buckets;
  readonly #pieces: Piece[] | undefined;
  /** The last sequence that each bucket was found in. */
  readonly #foundIn: Int32Array;
  #sequence = 0;

  /** @param pieces - gets the piece of each bucket that is written */
  constructor(buckets: Buckets, pieces?: Piece[]) {
    this.#buckets = buckets;
    this.#pieces = pieces;
    this.#foundIn = new Int32Array(buckets.count);
  }

  /**
   * Writes the buckets of the pieces of `symbols[first … end − 1]`, each bucket once.
   *
   * @param out - has room for `mostNgrams` of them from `to` on
   * @returns how many were written
   */
  write(
    symbols: Int32Array,
    { first, end }: { readonly first: number; readonly end: number },
    out: Int32Array,
    to: number,
  ): number {
    this.#sequence++;
    let count = 0;
    for (let from = first - 1; from < end; from++) {
      let hash = mixed(0, symbolAt(symbols, from, first, end));
      if (from >= first && this.#add(hash, out, to + count)) {
        count++;
        this.#pieces?.push({ from, size: 1 });
      }
      for (let size = 2; size <= LONGEST && from + size - 1 <= end; size++) {
        hash = mixed(hash, symbolAt(symbols, from + size - 1, first, end));
        if (!this.#add(hash, out, to + count)) continue;
        count++;
        this.#pieces?.push({ from, size });
      }
    }
    return count;
  }

  /** Returns whether the bucket was written: the sequence may have it already. */
  #add(hash: number, out: Int32Array, at: number): boolean {
    const bucket = finished(hash) % this.#buckets.count;
    if (this.#foundIn[bucket] === this.#sequence) return false;
    this.#foundIn[bucket] = this.#sequence;
    out[at] = this.#buckets.first + bucket;
    return true;
  }
}

function symbolAt(symbols: Int32Array, at: number, first: number, end: number): number {
  if (at < first) return BEGIN;
  return at < end ? symbols[at] : END;
}

/** These odd numbers spread bits as those of Fibonacci hashing and of MurmurHash3 do. */
const GOLDEN = 0x9e3779b1;
const SPREAD = 0x85ebca6b;

/** Joins a symbol to the hash of those before it. */
function mixed(hash: number, symbol: number): number {
  return Math.imul(hash ^ Math.imul(symbol + 3, SPREAD), GOLDEN) + 1;
}

function finished(hash: number): number {
  const first = Math.imul(hash ^ (hash >>> 15), SPREAD);
  return (first ^ (first >>> 13)) >>> 0;
}

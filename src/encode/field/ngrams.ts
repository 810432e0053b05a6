/**
 * Hashes the pieces of one to three neighbouring symbols of a sequence ("n-grams") into buckets. The begin
 * and the end count as symbols of their own.
 *
 * @see K. Weinberger and others, Feature Hashing for Large Scale Multitask Learning, 2009
 * @module
 */

/** The symbols of the longest n-grams. */
const LONGEST = 3;

/** The begin and the end; symbols are 0 or above. */
const BEGIN = -1;
const END = -2;

/** Returns the most buckets of a sequence of `symbols` symbols: one for each of its n-grams. */
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

/** A part of an array of symbols. */
interface Range {
  readonly first: number;
  readonly end: number;
}

/** Hashes n-grams into a fixed number of buckets. */
export class NgramHasher {
  readonly #buckets: Buckets;
  /** The last sequence that each bucket was found in. */
  readonly #foundIn: Int32Array;
  #sequence = 0;

  constructor(buckets: Buckets) {
    this.#buckets = buckets;
    this.#foundIn = new Int32Array(buckets.count);
  }

  /**
   * Writes the buckets of the pieces of `symbols[first … end − 1]`, each bucket once.
   *
   * It does what `visit` does, piece by piece in the same order, but reads each symbol once and makes no objects, as
   * scoring hashes millions of pieces a second.
   *
   * @param out - has room for `mostNgrams` of them from `to` on
   * @returns how many were written
   */
  write(symbols: Int32Array, { first, end }: Range, out: Int32Array, to: number): number {
    this.#sequence++;
    let at = to;
    let [own, next] = [BEGIN, first < end ? symbols[first] : END];
    for (let from = first - 1; from < end; from++) {
      const one = mixed(0, own);
      if (from >= first) at = this.#writeOnce(one, out, at);
      const two = mixed(one, next);
      at = this.#writeOnce(two, out, at);
      own = next;
      next = from + 2 < end ? symbols[from + 2] : END;
      if (from + 2 <= end) at = this.#writeOnce(mixed(two, next), out, at);
    }
    return at - to;
  }

  /** @returns the next place in `out` */
  #writeOnce(hash: number, out: Int32Array, at: number): number {
    const { first, count } = this.#buckets;
    // The remainder by a power of two is that of its last bits, which takes no division.
    const last = count - 1;
    const bucket = (count & last) === 0 ? finished(hash) & last : finished(hash) % count;
    if (this.#foundIn[bucket] === this.#sequence) return at;
    this.#foundIn[bucket] = this.#sequence;
    out[at] = first + bucket;
    return at + 1;
  }

  /**
   * Visits the pieces of `symbols[first … end − 1]`, but for those whose bucket another piece has.
   *
   * @param seen - gets each piece and its bucket
   */
  visit(
    symbols: Int32Array,
    { first, end }: Range,
    seen: (piece: Piece, bucket: number) => void,
  ): void {
    this.#sequence++;
    for (let from = first - 1; from < end; from++) {
      let hash = 0;
      for (let size = 1; size <= LONGEST && from + size - 1 <= end; size++) {
        hash = mixed(hash, symbolAt(symbols, from + size - 1, first, end));
        // Neither mark is a piece on its own.
        if (from + size > first) this.#visitOnce({ from, size }, finished(hash), seen);
      }
    }
  }

  #visitOnce(piece: Piece, hash: number, seen: (piece: Piece, bucket: number) => void): void {
    const bucket = hash % this.#buckets.count;
    if (this.#foundIn[bucket] === this.#sequence) return;
    this.#foundIn[bucket] = this.#sequence;
    seen(piece, this.#buckets.first + bucket);
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
  return (Math.imul(hash ^ Math.imul(symbol + 3, SPREAD), GOLDEN) + 1) | 0;
}

function finished(hash: number): number {
  const first = Math.imul(hash ^ (hash >>> 15), SPREAD);
  return (first ^ (first >>> 13)) >>> 0;
}

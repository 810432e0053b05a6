/**
 * This is the only source of randomness: a seeded generator, so that the same seed gives the same model.
 *
 * The generator is sfc32 ("small fast counter", Chris Doty-Humphrey, PractRand), seeded through
 * splitmix32.
 *
 * @module
 */

/** A stream of pseudo-random numbers; equal seeds give equal streams on any machine. */
export interface Random {
  /** Returns a number in [0, 1) with 32 random bits. */
  uniform(): number;
  /** Returns a number from the standard normal distribution. */
  normal(): number;
  /** Returns an integer in [0, `bound`). */
  integer(bound: number): number;
  /** Writes numbers of (−`limit`, `limit`), one after the other: (2 · `uniform()` − 1) · `limit`. */
  fill(out: Float32Array, limit: number): void;
}

/** The generator gives integers below this. */
const RANGE = 0x1_0000_0000;

/** @param seed - any integer; only its low 32 bits count */
export function createRandom(seed: number): Random {
  const { next, fill } = sfc32(seed);
  const uniform = (): number => next() / RANGE;
  return {
    uniform,
    // This is the Box–Muller transform; 1 - u keeps the logarithm finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    integer: (bound) => Math.floor(uniform() * bound),
    fill,
  };
}

/** Shuffles `values` in place (Fisher–Yates). */
export function shuffle<T>(
  values: { readonly length: number; [at: number]: T },
  random: Random,
): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    const value = values[last] as T;
    values[last] = values[other] as T;
    values[other] = value;
  }
}

/** Returns what gives the next integer of 32 bits, and `Random.fill`. */
function sfc32(seed: number): { readonly next: () => number; readonly fill: Random['fill'] } {
  const mix = splitmix32(seed);
  let [a, b, c, counter] = [mix(), mix(), mix(), 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  // The many weights of a small fit are made while code is still slow: one loop over local numbers takes a
  // fifth of the time of calls of `next`.
  const fill = (out: Float32Array, limit: number): void => {
    let [a0, b0, c0, count] = [a, b, c, counter];
    for (let at = 0; at < out.length; at++) {
      const sum = (a0 + b0 + count) | 0;
      count = (count + 1) | 0;
      a0 = b0 ^ (b0 >>> 9);
      b0 = (c0 + (c0 << 3)) | 0;
      c0 = (((c0 << 21) | (c0 >>> 11)) + sum) | 0;
      out[at] = (2 * ((sum >>> 0) / RANGE) - 1) * limit;
    }
    [a, b, c, counter] = [a0, b0, c0, count];
  };
  for (let round = 0; round < 12; round++) next();
  return { next, fill };
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) | 0;
  };
}

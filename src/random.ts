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
  /**
   * Draws many numbers at once.
   *
   * @param draw - gets the state of the generator, four integers, and writes that after its last draw (`sfc32`)
   */
  drawMany(draw: (state: Int32Array) => void): void;
}

/** @param seed - any integer; only its low 32 bits count */
export function createRandom(seed: number): Random {
  const { next, drawMany } = sfc32(seed);
  const uniform = (): number => next() / 0x1_0000_0000;
  return {
    uniform,
    // This is the Box–Muller transform; 1 - u keeps the logarithm finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    integer: (bound) => Math.floor(uniform() * bound),
    drawMany,
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

/** Returns what gives the next integer of 32 bits, and `Random.drawMany`. */
function sfc32(seed: number): {
  readonly next: () => number;
  readonly drawMany: Random['drawMany'];
} {
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
  const drawMany: Random['drawMany'] = (draw) => {
    const state = Int32Array.of(a, b, c, counter);
    draw(state);
    [a, b, c, counter] = state as unknown as [number, number, number, number];
  };
  for (let round = 0; round < 12; round++) next();
  return { next, drawMany };
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

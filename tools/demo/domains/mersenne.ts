/**
 * Makes the numbers of the Mersenne twister MT19937.
 *
 * @see Matsumoto and Nishimura, Mersenne Twister, 1998
 * @module
 */

const SIZE = 624;

/** Returns what gives the next 32 bits. */
export function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let at = 1; at < SIZE; at++) {
    const before = state[at - 1] as number;
    state[at] = Math.imul(1812433253, before ^ (before >>> 30)) + at;
  }
  let next = 0;
  return () => {
    if (next % SIZE === 0) twist(state);
    return temper(state[next++ % SIZE] as number);
  };
}

function twist(state: Uint32Array): void {
  for (let at = 0; at < SIZE; at++) {
    const joined =
      ((state[at] as number) & 0x80000000) | ((state[(at + 1) % SIZE] as number) & 0x7fffffff);
    const turned = (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
    state[at] = (state[(at + 397) % SIZE] as number) ^ turned;
  }
}

function temper(number: number): number {
  const first = number ^ (number >>> 11);
  const second = first ^ ((first << 7) & 0x9d2c5680);
  const third = second ^ ((second << 15) & 0xefc60000);
  return (third ^ (third >>> 18)) >>> 0;
}

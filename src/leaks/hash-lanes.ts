/**
 * Two streams of 32 bits that are mixed with the same words, and make one hash of 53 bits.
 *
 * The rounds and the final mixing are those of xxHash (32 bits); the streams differ in their constants.
 *
 * @see https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
 * @module
 */

const PRIME_1 = 0x9e3779b1;
const PRIME_2 = 0x85ebca77;
const PRIME_3 = 0xc2b2ae3d;
const PRIME_4 = 0x27d4eb2f;

/** Bits of a double's integers above the lower 32. */
const HIGH_BITS = 0x1fffff;

/** One round of the lower stream. */
export function mixLow(state: number, word: number): number {
  const sum = (state + Math.imul(word, PRIME_2)) | 0;
  return Math.imul((sum << 13) | (sum >>> 19), PRIME_1);
}

/** One round of the upper stream. */
export function mixHigh(state: number, word: number): number {
  const sum = (state + Math.imul(word, PRIME_3)) | 0;
  return Math.imul((sum << 17) | (sum >>> 15), PRIME_4);
}

/** The hash of a text: an integer of 0…2⁵³ − 1. */
export function textHash(text: string): number {
  let [low, high] = [text.length, text.length];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = mixLow(low, unit);
    high = mixHigh(high, unit);
  }
  return joinLanes(low, high);
}

/** The hash of two streams: an integer of 0…2⁵³ − 1. */
export function joinLanes(low: number, high: number): number {
  return (avalanche(high) & HIGH_BITS) * 2 ** 32 + (avalanche(low) >>> 0);
}

/** Lets each bit change all others. */
function avalanche(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), PRIME_2);
  mixed = Math.imul(mixed ^ (mixed >>> 13), PRIME_3);
  return mixed ^ (mixed >>> 16);
}

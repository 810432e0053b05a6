/**
 * Makes one hash of 53 bits from two streams of 32 bits, which are mixed with the same words.
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

/** The upper bits of an integer of 53 bits. */
const HIGH_BITS = 0x1fffff;

/** Mixes a word into the lower stream: one round. */
export function mixLow(state: number, word: number): number {
  const sum = (state + Math.imul(word, PRIME_2)) | 0;
  return Math.imul((sum << 13) | (sum >>> 19), PRIME_1);
}

/** Mixes a word into the upper stream: one round. */
export function mixHigh(state: number, word: number): number {
  const sum = (state + Math.imul(word, PRIME_3)) | 0;
  return Math.imul((sum << 17) | (sum >>> 15), PRIME_4);
}

/** Returns the hash of a text: an integer of 0…2⁵³ − 1. */
export function textHash(text: string): number {
  let low = text.length;
  let high = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = mixLow(low, unit);
    high = mixHigh(high, unit);
  }
  return joinLanes(low, high);
}

/** Returns the hash of two streams: an integer of 0…2⁵³ − 1. */
export function joinLanes(low: number, high: number): number {
  return (avalanche(high) & HIGH_BITS) * 2 ** 32 + (avalanche(low) >>> 0);
}

/** Lets each bit change all others. */
function avalanche(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), PRIME_2);
  mixed = Math.imul(mixed ^ (mixed >>> 13), PRIME_3);
  return mixed ^ (mixed >>> 16);
}

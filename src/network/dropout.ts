/**
 * Computes inverted dropout: the outputs that are kept are scaled up, so that predictions need no
 * change.
 *
 * @see Srivastava et al., Dropout, 2014
 * @module
 */

import type { Random } from '../random.ts';

/**
 * Fills `mask` with 0 or 1 / (1 − rate).
 *
 * @returns `undefined` when the rate is 0
 */
export function dropoutMask(
  rate: number,
  mask: Float32Array,
  random: Random,
): Float32Array | undefined {
  if (rate === 0) return undefined;
  for (const at of mask.keys()) mask[at] = random.uniform() < rate ? 0 : 1 / (1 - rate);
  return mask;
}

/** Computes out = values · mask, element by element. */
export function applyMask(
  values: Float32Array,
  mask: Float32Array,
  out: Float32Array,
): Float32Array {
  for (const [at, factor] of mask.entries()) out[at] = values[at] * factor;
  return out;
}

/**
 * Tells whether one model is better than another on the same rows by more than chance: a paired bootstrap
 * over blocks (Künsch, *The jackknife and the bootstrap for general stationary observations*, 1989).
 *
 * Neighbouring rows are alike, so that blocks of them are drawn and not single rows.
 *
 * @module
 */

import { createRandom } from '../random.ts';

/** So many times the rows are drawn anew, from so many blocks of neighbours. */
const RESAMPLES = 100;
const BLOCKS = 20;

/**
 * Returns the share of resamples on which the first model is better.
 *
 * @param count - the number of rows
 * @param gainOf - how much better the first model is on rows, which may repeat; NaN where nothing tells
 */
export function shareOfGains(count: number, gainOf: (rows: Int32Array) => number): number {
  const random = createRandom(0);
  const blocks = Math.min(BLOCKS, count);
  const borderOf = (block: number): number => Math.round((block * count) / blocks);
  let gains = 0;
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const rows: number[] = [];
    for (let drawn = 0; drawn < blocks; drawn++) {
      const block = random.integer(blocks);
      for (let row = borderOf(block); row < borderOf(block + 1); row++) rows.push(row);
    }
    gains += Number(gainOf(Int32Array.from(rows)) > 0);
  }
  return gains / RESAMPLES;
}

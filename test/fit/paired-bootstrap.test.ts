import { describe, expect, it } from '@jest/globals';
import { shareOfGains } from '../../src/fit/paired-bootstrap.ts';
import { createRandom } from '../../src/random.ts';

/** Returns the share of resamples in which the sum of the gains of rows is above 0. */
function shareOf(gains: readonly number[]): number {
  return shareOfGains(gains.length, (rows) => rows.reduce((sum, row) => sum + gains[row], 0));
}

const random = createRandom(3);
const noise = Array.from({ length: 2000 }, () => random.normal());

describe('shareOfGains', () => {
  it.each([
    ['every row is better', noise.map(() => 1), 1],
    ['no row is better', noise.map(() => 0), 0],
    ['the figure tells nothing', noise.map(() => Number.NaN), 0],
    ['there is no row', [], 0],
  ])('where %s', (_, gains, share) => {
    expect(shareOf(gains)).toBe(share);
  });

  it('tells a small gain in every row from noise', () => {
    expect(shareOf(noise.map((value) => value + 0.2))).toBeGreaterThan(0.99);
    expect(shareOf(noise.map((value) => value - 0.2))).toBeLessThan(0.01);
  });

  it('takes a gain in one stretch of neighbours for chance', () => {
    expect(shareOf(noise.map((_, row) => (row < 100 ? 1 : -0.04)))).toBeLessThan(0.95);
  });

  it('is near the share of the normal distribution', () => {
    // The mean of 400 rows is 1.28 standard errors above 0, which is the 90th percentile.
    const centred = noise.slice(0, 400);
    const mean = centred.reduce((sum, value) => sum + value, 0) / 400;
    const gains = centred.map((value) => value - mean + 1.28 / Math.sqrt(400));

    expect(shareOf(gains)).toBeGreaterThan(0.82);
    expect(shareOf(gains)).toBeLessThan(0.97);
  });
});

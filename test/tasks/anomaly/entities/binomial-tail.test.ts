import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binomialTail } from '../../../../src/tasks/anomaly/entities/binomial-tail.ts';

/** Adds up to one distribution by drawing one trial after the other. */
function plainTail(trials: number, chance: number, least: number): number {
  let shares = [1];
  for (let trial = 0; trial < trials; trial++) {
    shares = Array.from(
      { length: trial + 2 },
      (_, k) => (shares[k] ?? 0) * (1 - chance) + (shares[k - 1] ?? 0) * chance,
    );
  }
  return shares.slice(Math.max(0, least)).reduce((sum, share) => sum + share, 0);
}

describe('binomialTail', () => {
  it.each([
    [3, 0.5, 2, 0.5],
    [10, 0.1, 1, 1 - 0.9 ** 10],
    [1000, 0.001, 2, 1 - 0.999 ** 1000 - 0.999 ** 999],
  ])('of %d trials with chance %d gives %d or more with chance %d', (n, p, k, expected) => {
    expect(binomialTail(n, p, k)).toBeCloseTo(expected, 6);
  });

  it('agrees with drawing one trial after the other', () => {
    const cases = fc.record({
      trials: fc.integer({ min: 0, max: 60 }),
      chance: fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
      least: fc.integer({ min: -1, max: 61 }),
    });
    fc.assert(
      fc.property(cases, ({ trials, chance, least }) => {
        expect(binomialTail(trials, chance, least)).toBeCloseTo(
          plainTail(trials, chance, least),
          9,
        );
      }),
    );
  });

  it('is exact far out, and for many trials', () => {
    expect(binomialTail(100, 0.001, 100) / 1e-300).toBeCloseTo(1, 6);
    expect(binomialTail(1_000_000, 0.001, 1000)).toBeCloseTo(0.5, 1);
    expect(binomialTail(1000, 0, 1)).toBe(0);
    expect(binomialTail(1000, 1, 1)).toBe(1);
  });
});

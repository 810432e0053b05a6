import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../src/random.ts';
import { fitRankTable, natsAbove, shareAbove } from '../../../src/tasks/anomaly/rank-table.ts';

const exponential = (count: number, seed: number): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => -Math.log(1 - random.uniform()));
};

/** The numbers are multiples of 1/64, which no rounding changes. */
const numbers = fc.integer({ min: -3200, max: 3200 }).map((value) => value / 64);

const values = fc
  .array(fc.oneof(numbers, fc.constantFrom(0, 1, 2)), { minLength: 1, maxLength: 300 })
  .map((list) => Float64Array.from(list));

describe('shareAbove', () => {
  it('is the mid-rank of a held-out value, where it is not in the tail', () => {
    const table = fitRankTable(Float64Array.of(1, 2, 2, 2, 3, 4, 5, 6, 7, 8), 1);

    expect(shareAbove(table, 1)).toBeCloseTo((9 + 0.5 + 0.5) / 11, 6);
    expect(shareAbove(table, 2)).toBeCloseTo((6 + 1.5 + 0.5) / 11, 6);
    expect(shareAbove(table, 0)).toBeCloseTo(10.5 / 11, 6);
  });

  it('never is 0 or 1, and never rises', () => {
    const asked = fc.array(fc.oneof(numbers, fc.constantFrom(-1e9, 1e9)), { minLength: 2 });
    fc.assert(
      fc.property(
        values,
        asked,
        fc.double({ min: 0.01, max: 9, noNaN: true }),
        (held, list, tail) => {
          const table = fitRankTable(held, tail);
          const shares = list.toSorted((a, b) => a - b).map((value) => shareAbove(table, value));

          for (const [at, share] of shares.entries()) {
            expect(share).toBeGreaterThan(0);
            expect(share).toBeLessThan(1);
            expect(share).toBeLessThanOrEqual((shares[at - 1] ?? 1) * (1 + 1e-12));
          }
        },
      ),
    );
  });

  it('makes held-out values uniform: about a share x of them has at most x above', () => {
    const held = exponential(20_000, 1);
    const table = fitRankTable(held, 0.1);
    const shares = held.map((value) => shareAbove(table, value));

    for (const x of [0.9, 0.5, 0.1, 0.02, 0.01, 0.003, 0.001]) {
      const found = shares.filter((share) => share <= x).length / held.length;
      expect(Math.abs(found - x)).toBeLessThan(
        4 * Math.sqrt((x * (1 - x)) / held.length) + 0.02 * x,
      );
    }
  });

  it('continues the tail of the held-out values beyond all of them', () => {
    const table = fitRankTable(exponential(20_000, 2), 0.1);

    for (const value of [8, 10, 11]) {
      expect(Math.log(shareAbove(table, value)) / -value).toBeCloseTo(1, 0.7);
    }
    expect(shareAbove(table, 30)).toBeLessThan(shareAbove(table, 29));
    expect(shareAbove(table, 1000)).toBeGreaterThan(1e-9);
  });

  it('takes no tail to be shorter than the least', () => {
    const same = fitRankTable(new Float64Array(5000).fill(3), 1.5);

    expect(same.tail).toBe(1.5);
    expect(shareAbove(same, 3)).toBeCloseTo(0.5, 3);
    expect(shareAbove(same, 4.5)).toBeCloseTo(0.5 / Math.E, 3);
  });

  it('is stored in some hundred points, whatever the number of values', () => {
    expect(fitRankTable(exponential(100_000, 3), 0.1).values.length).toBeLessThan(200);
    expect(fitRankTable(Float64Array.of(7), 1)).toEqual({
      values: [7],
      above: [0.5],
      tail: 1,
      count: 1,
    });
  });
});

describe('natsAbove', () => {
  const table = fitRankTable(exponential(20_000, 2), 0.1);

  it.each([-1, 0, 0.7, 3, 5, 8])('is −ln of the share above %d', (value) => {
    expect(natsAbove(table, value)).toBeCloseTo(-Math.log(shareAbove(table, value)), 12);
  });

  it('grows as fast far out as at the end of the table', () => {
    expect(natsAbove(table, 2000) - natsAbove(table, 1000)).toBeCloseTo(1000 / table.tail, 6);
  });
});

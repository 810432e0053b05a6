import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../../src/random.ts';
import {
  fitStretchTable,
  stretchShare,
} from '../../../../src/tasks/anomaly/entities/stretch-table.ts';

const exponential = (count: number, seed: number): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => -Math.log(1 - random.uniform()));
};

/** The least tail: these tails fall more slowly. */
const LEAST = 1e-3;

const apart = (count: number): Int32Array => Int32Array.from({ length: count }, (_, at) => at);

describe('stretchShare', () => {
  it('makes held-out values uniform', () => {
    const values = exponential(2000, 1);
    const table = fitStretchTable(values, apart(2000), LEAST);

    for (const share of [0.9, 0.5, 0.1, 0.02]) {
      const found = values.filter((value) => stretchShare(table, value) <= share).length / 2000;
      expect(Math.abs(found - share)).toBeLessThan(0.15 * share + 0.003);
    }
  });

  it('is a rate of false alarms that holds although few stretches are known', () => {
    // 300 tables of 40 values each, and a new value for each: one in a hundred reaches a share of 0.01.
    const random = createRandom(2);
    const shares = Array.from({ length: 3000 }, (_, seed) => {
      const table = fitStretchTable(exponential(40, seed), apart(40), LEAST);
      return stretchShare(table, -Math.log(1 - random.uniform()));
    });

    const found = shares.filter((share) => share <= 0.01).length / 3000;
    expect(found).toBeGreaterThan(0.004);
    expect(found).toBeLessThan(0.018);
  });

  it('falls more slowly where the values of its tail are of one entity', () => {
    const values = exponential(200, 3);
    const ofOne = fitStretchTable(values, new Int32Array(200), LEAST);

    expect(ofOne.units).toBe(1);
    expect(stretchShare(ofOne, 50)).toBeGreaterThan(
      5 * stretchShare(fitStretchTable(values, apart(200), LEAST), 50),
    );
  });

  it('never is 0 or 1, and never rises', () => {
    const asked = fc.array(fc.double({ min: -5, max: 1e6, noNaN: true }), { minLength: 2 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), asked, (count, list) => {
        const table = fitStretchTable(exponential(count, count), apart(count), LEAST);
        const shares = list.toSorted((a, b) => a - b).map((value) => stretchShare(table, value));

        for (const [at, share] of shares.entries()) {
          expect(share).toBeGreaterThan(0);
          expect(share).toBeLessThan(1);
          expect(share).toBeLessThanOrEqual((shares[at - 1] ?? 1) * (1 + 1e-12));
        }
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../../src/random.ts';
import {
  type PairOfValues,
  pairOddness,
  testablePairs,
} from '../../../../src/tasks/anomaly/evidence/odd-pairs.ts';

/** Of 6,000 rows a third has one value, and a tenth the other: chance expects 200 with both. */
const common: PairOfValues = { together: 0, first: 2000, second: 600, count: 6000 };

describe('a pair of values', () => {
  it.each([
    ['that never came though 200 rows were expected', common, 1, 200 / Math.LN2],
    ['of 100 that could be odd', common, 100, (200 - Math.log(100)) / Math.LN2],
    ['that came once', { ...common, together: 1 }, 1, (199 - Math.log(200)) / 2 / Math.LN2],
    ['that came as often as chance lets it', { ...common, together: 200 }, 1, 0],
    ['that came more often', { ...common, together: 500 }, 1, 0],
    ['with a value that never came', { ...common, first: 0 }, 1, 0],
    ['with a rare value, of which 4 rows were expected', { ...common, first: 40 }, 1, 0],
  ])('%s', (_, pair, testable, bits) => {
    expect(pairOddness(pair, testable)).toBeCloseTo(bits, 9);
  });

  it('is the less odd the more often it came, and never below 0', () => {
    const counted = fc.record({
      first: fc.integer({ min: 0, max: 3000 }),
      second: fc.integer({ min: 0, max: 3000 }),
      together: fc.nat(200),
    });
    fc.assert(
      fc.property(counted, fc.integer({ min: 1, max: 1000 }), (pair, testable) => {
        const [own, more] = [pair.together, pair.together + 1].map((together) =>
          pairOddness({ ...pair, together, count: 3000 }, testable),
        );
        expect(own).toBeGreaterThanOrEqual(0);
        expect(more).toBeLessThanOrEqual(own ?? Number.NaN);
      }),
    );
  });

  it('of independent values is beyond chance in one of twenty samples at most', () => {
    const random = createRandom(4);
    const [sides, rows, samples] = [6, 600, 200];
    let odd = 0;
    for (let sample = 0; sample < samples; sample++) {
      const together = new Map<number, number>();
      const [firsts, seconds] = [0, 1].map(() => new Array<number>(sides).fill(0)) as [
        number[],
        number[],
      ];
      for (let row = 0; row < rows; row++) {
        const [a, b] = [random.integer(sides), random.integer(sides)];
        firsts[a] = (firsts[a] ?? 0) + 1;
        seconds[b] = (seconds[b] ?? 0) + 1;
        together.set(a * sides + b, (together.get(a * sides + b) ?? 0) + 1);
      }
      const isOdd = firsts.some((first, a) =>
        seconds.some((second, b) => {
          const pair = { together: together.get(a * sides + b) ?? 0, first, second, count: rows };
          return pairOddness(pair, sides * sides) > 0;
        }),
      );
      odd += Number(isOdd);
    }

    expect(odd / samples).toBeLessThanOrEqual(0.05);
  });
});

it('pairs can be tested where chance expects five rows of them', () => {
  const values = [
    [50, 40, 10, 0],
    [60, 39, 1],
    [97, 3],
  ];

  // The first head has no parent. Of 12 pairs of the second five are expected often enough, and of 6 of the third two.
  const expected = (a: number, b: number): boolean => (a * b) / 100 >= 5;
  const [first = [], second = [], third = []] = values;
  const ofSecond = first.flatMap((a) => second.filter((b) => expected(a, b))).length;
  const ofThird = second.flatMap((a) => third.filter((b) => expected(a, b))).length;
  expect([ofSecond, ofThird]).toEqual([5, 2]);
  expect(testablePairs({ count: 100, parents: [-1, 0, 1], values })).toBe(7);
});

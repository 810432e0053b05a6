import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../src/random.ts';
import { coverageOf, fitInterval, isTooNarrow } from '../../../src/tasks/forecast/intervals.ts';

const oneTo = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, at) => at + 1);

describe('fitInterval', () => {
  it.each<[number, number, number]>([
    // The bounds are the errors number ⌊0.05 · (n + 1)⌋ from either end.
    [19, 1, 19],
    [38, 1, 38],
    [39, 2, 38],
    [99, 5, 95],
    [1999, 100, 1900],
  ])('of the errors 1 … %i is from %i to %i', (count, lower, upper) => {
    expect(fitInterval(oneTo(count))).toEqual({ lower, upper });
  });

  it('is undefined for fewer than 19 errors', () => {
    expect(fitInterval(oneTo(18))).toBeNull();
    expect(fitInterval(new Float64Array(0))).toBeNull();
  });

  it('uses the known errors, in any order', () => {
    const errors = Float64Array.from(oneTo(19).toReversed());
    const withUnknown = Float64Array.of(Number.NaN, ...errors, Number.NaN);

    expect(fitInterval(withUnknown)).toEqual({ lower: 1, upper: 19 });
  });

  it('need not lie around 0: a forecast may always be too low', () => {
    expect(fitInterval(oneTo(99).map((error) => 100 + error))).toEqual({ lower: 105, upper: 195 });
  });

  it('holds at least nine tenths of new errors of the same kind, on average', () => {
    const random = createRandom(7);
    const errors = (count: number): Float64Array =>
      Float64Array.from({ length: count }, () => Math.exp(random.normal()));
    let held = 0;
    for (let round = 0; round < 400; round++) {
      const interval = fitInterval(errors(25));
      if (interval !== null) held += coverageOf(interval, errors(50)) / 400;
    }

    // Of 26 equally likely places 24 lie within, which is 0.923; 400 rounds are off by 0.003.
    expect(held).toBeGreaterThan(0.91);
    expect(held).toBeLessThan(0.935);
  });
});

describe('coverageOf', () => {
  it('is the share of known errors within, bounds included', () => {
    const errors = Float64Array.of(-2, -1, 0, 3, Number.NaN);

    expect(coverageOf({ lower: -1, upper: 2 }, errors)).toBe(0.5);
  });
});

describe('isTooNarrow', () => {
  it.each([
    [90, 100, false],
    // Twice the tenth that may lie outside is still within what chance explains, or nearly so.
    [80, 100, false],
    [79, 100, true],
    [7999, 10_000, true],
    [15, 20, true],
    [16, 20, false],
    [0, 19, false],
    [0, 0, false],
  ])('%i of %i values within are too few: %s', (within, known, expected) => {
    expect(isTooNarrow(within, known)).toBe(expected);
  });
});

import { describe, expect, it } from '@jest/globals';
import { predictionLimit } from '../../src/drift/prediction-limit.ts';
import { createRandom, type Random } from '../../src/random.ts';

const RUNS = 1000;

/** Returns the share of the runs in which one more value exceeds the limit of those before. */
function exceeded(count: number, chance: number, next: (random: Random) => number): number {
  const random = createRandom(11);
  let times = 0;
  for (let run = 0; run < RUNS; run++) {
    const values = Float64Array.from({ length: count }, () => next(random));
    if (next(random) > predictionLimit(values, chance)) times++;
  }
  return times / RUNS;
}

const many = (count: number, make: () => number): number[] => Array.from({ length: count }, make);

const distributions: [string, (random: Random) => number][] = [
  ['uniform from 1 to 2', ({ uniform }) => 1 + uniform()],
  ['the largest of five', ({ normal }) => Math.max(...many(5, () => 5 + normal()))],
  ['logarithmic normal', ({ normal }) => Math.exp(normal())],
  ['the length of a vector of four', ({ normal }) => Math.hypot(...many(4, normal))],
];

describe('predictionLimit', () => {
  describe.each(distributions)('of values that are %s', (_, next) => {
    it.each([8, 20, 110])('is exceeded by one value after %d as seldom as asked', (count) => {
      // The bound is three standard errors above 1 %.
      expect(exceeded(count, 0.01, next)).toBeLessThan(0.02);
    });
  });

  it('is an observed value where there are enough of them', () => {
    const values = Float64Array.from({ length: 999 }, (_, at) => 1 + ((at * 7) % 999) / 1e6);

    // The limit is the ninth largest of a thousand values, one of which is to come.
    const ranked = predictionLimit(values, 0.01);

    expect(ranked).toBeGreaterThanOrEqual(1 + 989 / 1e6);
    expect(ranked).toBeLessThan(1.0013);
  });

  it('is higher where neighbours are alike', () => {
    const mixed = Float64Array.from({ length: 40 }, (_, at) => 2 + Math.sin(at * at));
    const ordered = mixed.toSorted();

    expect(predictionLimit(ordered, 0.005)).toBeGreaterThan(predictionLimit(mixed, 0.005));
  });

  it('is the value itself where all values are equal', () => {
    expect(predictionLimit(new Float64Array(10).fill(3), 0.005)).toBeCloseTo(3, 12);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { upperBound } from '../../src/evaluate/proportion-bound.ts';

interface Golden {
  readonly successes: number;
  readonly trials: number;
  readonly confidence: number;
  readonly bound: number;
}

const golden: Golden[] = JSON.parse(
  readFileSync(new URL('../golden/metrics.json', import.meta.url), 'utf8'),
).upper_bounds;

describe('upperBound', () => {
  it.each(golden)('is that of SciPy for $successes in $trials at $confidence', (entry) => {
    const found = upperBound(entry.successes, entry.trials, entry.confidence);

    expect(found / entry.bound).toBeCloseTo(1, 9);
    // For a bound near 1 the difference from 1 is compared.
    expect(1 - found).toBeCloseTo(1 - entry.bound, 11);
  });

  it('holds at 95 % unless said otherwise, and is about 3/n for none of n', () => {
    expect(upperBound(0, 3000) * 1000).toBeCloseTo(1, 2);
    expect(upperBound(2, 30)).toBe(upperBound(2, 30, 0.95));
  });

  it('is 1 without trials', () => {
    expect(upperBound(0, 0)).toBe(1);
  });

  it('lies above the proportion, and rises with the successes', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 500 }), (successes, failures) => {
        const trials = successes + failures;
        const bound = upperBound(successes, trials);

        expect(bound).toBeGreaterThan(successes / trials);
        expect(bound).toBeLessThan(upperBound(successes + 1, trials));
      }),
    );
  });
});

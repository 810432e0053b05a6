import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { knownPairs, pearson, spearman } from '../../src/leaks/correlation.ts';
import { times } from '../support/rows/labelled-columns.ts';

const pairs = (x: readonly number[], y: readonly number[]) => ({
  x: Float64Array.from(x),
  y: Float64Array.from(y),
});

describe('pearson', () => {
  it.each([
    ['a straight line', [1, 2, 3], [5, 7, 9], 1],
    ['a falling line', [1, 2, 3], [0, -2, -4], -1],
    // The correlation is 4.5 of √3 · √7.
    ['a bent line', [1, 2, 3], [1, 2, 4], 0.9819805060619657],
    ['a parabola', [-1, 0, 1], [1, 0, 1], 0],
    ['a constant', [1, 2, 3], [4, 4, 4], 0],
    ['squares too large for a double', [1e200, 2e200, 4e200], [1, 2, 3], 0],
    ['no rows', [], [], 0],
  ])('of %s', (_, x, y, expected) => {
    expect(pearson(pairs(x, y))).toBeCloseTo(expected, 14);
  });

  it('keeps its digits far from zero, where the mean is rounded', () => {
    const y = times(100_000, (at) => at % 7);

    expect(
      pearson(
        pairs(
          y.map((value) => 1.7e15 + value),
          y,
        ),
      ),
    ).toBeCloseTo(1, 14);
  });
});

describe('spearman', () => {
  it.each([
    ['any rising curve', [1, 2, 3, 4], [1, 10, 100, 1e300], 1],
    ['any falling curve', [1, 2, 3], [3, 2, -50], -1],
    // The ranks are 0, 1.5, 1.5, 3 against 0, 1, 2, 3.
    ['equal values', [1, 2, 2, 3], [1, 2, 3, 4], 0.9486832980505138],
  ])('of %s', (_, x, y, expected) => {
    expect(spearman(pairs(x, y))).toBeCloseTo(expected, 14);
  });

  it('does not change when values are stretched without changing their order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 2 }), (rows) => {
        const [x, y] = [rows.map(([value]) => value), rows.map(([, value]) => value)];
        const cubed = x.map((value) => value ** 3);

        expect(spearman(pairs(cubed, y))).toBe(spearman(pairs(x, y)));
      }),
    );
  });
});

describe('knownPairs', () => {
  it('leaves out rows without one of the numbers', () => {
    const x = Float64Array.of(1, Number.NaN, 3, 4);
    const y = Float64Array.of(10, 20, Number.NaN, 40);

    expect(knownPairs(x, y, Int32Array.of(3, 2, 1, 0))).toEqual(pairs([4, 1], [40, 10]));
  });
});

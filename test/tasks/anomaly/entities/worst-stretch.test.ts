import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../../src/random.ts';
import { stretchRate, worstStretch } from '../../../../src/tasks/anomaly/entities/worst-stretch.ts';

const numbers = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 });

describe('worstStretch', () => {
  it.each([
    [[-1, 3, 2, -4, 1], { sum: 5, first: 1, end: 3 }],
    [[2, -1, 2, -9, 2], { sum: 3, first: 0, end: 3 }],
    [[-1, -2], { sum: 0, first: 0, end: 0 }],
    [[], { sum: 0, first: 0, end: 0 }],
  ])('of %j is %j', (values, expected) => {
    expect(worstStretch(Float64Array.from(values), 0)).toEqual(expected);
  });

  it('has the largest sum of all stretches, and is where it says', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: -2, max: 2 }), (list, allowance) => {
        const sumOf = (first: number, end: number): number =>
          list.slice(first, end).reduce((sum, value) => sum + value - allowance, 0);
        const found = worstStretch(Float64Array.from(list), allowance);
        const sums = list.flatMap((_, first) =>
          list.slice(first).map((_value, length) => sumOf(first, first + length + 1)),
        );

        expect(found.sum).toBe(Math.max(0, ...sums));
        expect(found.sum).toBe(sumOf(found.first, found.end));
      }),
    );
  });
});

describe('stretchRate', () => {
  it('solves the equation of Karlin and Altschul: +1 with chance 0.3, else −1, has ln(7/3)', () => {
    const values = Float64Array.from({ length: 1000 }, (_, at) => (at < 300 ? 1 : -1));

    expect(stretchRate(values, 0)).toBeCloseTo(Math.log(7 / 3), 9);
  });

  it('is that of the rows, whatever the unit', () => {
    const random = createRandom(1);
    const values = Float64Array.from({ length: 500 }, () => random.normal());

    expect(
      10 *
        stretchRate(
          values.map((value) => 10 * value),
          5,
        ),
    ).toBeCloseTo(stretchRate(values, 0.5), 6);
  });

  it('is 1 where no row exceeds the allowance', () => {
    expect(stretchRate(Float64Array.of(1, 1, 1), 1)).toBe(1);
  });
});

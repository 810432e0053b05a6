import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  fitNumeric,
  type NumericEncoder,
  numericWidth,
} from '../../../src/encode/field/numeric.ts';
import { quantile, sortedValues } from '../../../src/encode/field/quantile.ts';
import { encodeField } from '../../support/rows/cells.ts';

const learn = (...values: number[]): NumericEncoder | undefined =>
  fitNumeric('x', Float64Array.from(values), 'auto');
const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

describe('quantile', () => {
  it.each([
    [[5], 0.3, 5],
    [[1, 2, 3, 4], 0, 1],
    [[1, 2, 3, 4], 1, 4],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3, 4], 0.25, 1.75],
    [[0, 10], 0.9, 9],
  ])('of %j at %d is %d, as in NumPy', (sorted, share, expected) => {
    expect(quantile(Float64Array.from(sorted), share)).toBeCloseTo(expected, 12);
  });

  it('sorts as numbers, and leaves nulls out', () => {
    const values = Float64Array.of(10, Number.NaN, 9, -1, -10);

    expect([...sortedValues(values)]).toEqual([-10, -1, 9, 10]);
    expect(values[0]).toBe(10);
  });
});

describe('fitNumeric', () => {
  it('centres on the median and scales by the interquartile range of a normal distribution', () => {
    const encoder = learn(...range(101));

    expect(encoder).toEqual({
      kind: 'numeric',
      field: 'x',
      scaling: 'auto',
      isLog: false,
      center: 50,
      scale: expect.closeTo(50 / 1.349, 12),
      clip: 8,
      fill: 50,
      hasNull: false,
      edges: [
        expect.closeTo(100 / 6, 6),
        expect.closeTo(100 / 3, 6),
        50,
        expect.closeTo(200 / 3, 6),
        expect.closeTo(500 / 6, 6),
      ],
    });
  });

  it('takes the logarithm where values span decades', () => {
    const encoder = learn(...range(100).map((at) => 10 ** (at / 10)));

    expect(encoder?.isLog).toBe(true);
    expect(encoder?.fill).toBeCloseTo((10 ** 4.9 + 10 ** 5) / 2, 6);
    expect(encoder?.center).toBeCloseTo((Math.log1p(10 ** 4.9) + Math.log1p(10 ** 5)) / 2, 9);
  });

  it('takes no logarithm of values that stay small', () => {
    expect(learn(...range(99).map(() => 0), 5)?.isLog).toBe(false);
  });

  it('scales by the standard deviation where most values are equal', () => {
    expect(learn(0, 0, 0, 0, 0, 0, 0, 0, 0, 1)?.scale).toBeCloseTo(0.3, 12);
  });

  it.each([
    ['one value', [3, 3, 3]],
    ['nulls alone', [Number.NaN, Number.NaN]],
    ['no rows', []],
  ])('refuses a field of %s', (_, values) => {
    expect(learn(...values)).toBeUndefined();
  });

  it('accepts one value beside nulls, because the nulls may carry information', () => {
    expect(learn(3, Number.NaN, 3)).toMatchObject({ center: 3, scale: 1, hasNull: true });
  });
});

describe('writeNumeric', () => {
  it('scales, clips to ±8, and fills nulls with the training median', () => {
    const encoder = learn(...range(101)) as NumericEncoder;
    const { rows, report } = encodeField(encoder, ['50', '100', '', '1e9', '-1e9', 'NaN', 'text']);

    expect(rows.flat()).toEqual([0, expect.closeTo(1.349, 6), 0, 8, -8, 0, 0]);
    expect(report.of('x')).toMatchObject({ empty: 1, nonFinite: 1, text: 1 });
    expect([...report.marks]).toEqual([0, 0, 1, 0, 0, 1, 1]);
  });

  it('flags nulls where training rows had some', () => {
    const encoder = learn(...range(101), Number.NaN) as NumericEncoder;

    expect(numericWidth(encoder)).toBe(2);
    expect(encodeField(encoder, ['50', '', 'x', '1e999']).rows).toEqual([
      [0, 0],
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
  });

  it('takes the same logarithm of both signs, in a model of the first release as well', () => {
    const encoder: NumericEncoder = {
      kind: 'numeric',
      field: 'x',
      isLog: true,
      center: 0,
      scale: 1,
      fill: 0,
      hasNull: false,
    };

    expect(encodeField(encoder, ['0', `${Math.E - 1}`, `${1 - Math.E}`]).rows).toEqual([
      [0],
      [expect.closeTo(1, 6)],
      [expect.closeTo(-1, 6)],
    ]);
  });

  it('is finite and within ±8 of whatever numbers it learnt from and reads', () => {
    const numbers = fc.array(fc.double({ noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(numbers, numbers, (training, values) => {
        const encoder = learn(...training);
        fc.pre(encoder !== undefined);

        const { rows } = encodeField(encoder, values.map(String));

        for (const [value] of rows) {
          expect(value).toBeGreaterThanOrEqual(-8);
          expect(value).toBeLessThanOrEqual(8);
        }
      }),
    );
  });

  it('is finite at the ends of the range of doubles', () => {
    const encoder = learn(-1.7e308, 1.7e308) as NumericEncoder;

    expect(
      encodeField(encoder, ['-1.7e308', '0', '1.7e308']).rows.flat().every(Number.isFinite),
    ).toBe(true);
  });

  it('never swaps two numbers', () => {
    const numbers = fc.array(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), { minLength: 2 });
    fc.assert(
      fc.property(numbers, (values) => {
        const encoder = learn(...values);
        fc.pre(encoder !== undefined);

        const sorted = values.toSorted((a, b) => a - b);
        const scaled = encodeField(encoder, sorted.map(String)).rows.flat();

        expect(scaled).toEqual(scaled.toSorted((a, b) => a - b));
      }),
      // The quartiles of these two are rounded past each other.
      { examples: [[[-3e-323, -2.5e-323]]] },
    );
  });
});

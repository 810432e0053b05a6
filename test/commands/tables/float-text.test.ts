import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { floatText } from '../../../src/commands/tables/float-text.ts';

describe('floatText', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [0.1, '0.1'],
    [1 / 3, '0.33333334'],
    [-2.5, '-2.5'],
    [16_777_216, '16777216'],
    [0.999_999_94, '0.99999994'],
    [1e-7, '1e-7'],
    [1.401298464324817e-45, '1e-45'],
    [3.4028234663852886e38, '3.4028235e+38'],
    [Number.NaN, ''],
  ])('of %d is %j', (value, text) => {
    expect(floatText(value)).toBe(text);
  });

  it('is the shortest text that reads back as the same float32', () => {
    const digitsOf = (text: string): string =>
      text
        .replace(/e.*$/, '')
        .replace(/[-.]/g, '')
        .replace(/^0+|0+$/g, '');
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = floatText(value);

        expect(Math.fround(Number(text)) - value).toBe(0);
        for (let digits = 1; digits < digitsOf(text).length; digits++) {
          expect(Math.fround(Number(value.toPrecision(digits)))).not.toBe(value);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is a decimal that Splunk reads', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(floatText(value)).toMatch(/^-?\d+(\.\d+)?(e[+-]\d+)?$/);
      }),
    );
  });

  it('distinguishes a number from the float32 nearest to it', () => {
    expect(floatText(0.1 + 1e-12)).toBe('0.1');
  });
});

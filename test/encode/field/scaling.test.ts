import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sortedValues } from '../../../src/encode/field/quantile.ts';
import {
  fitScaling,
  type NumericScaling,
  type Scaling,
  scaleNumber,
} from '../../../src/encode/field/scaling.ts';

interface Golden {
  readonly name: string;
  readonly training: readonly (number | null)[];
  readonly values: readonly number[];
  readonly scaled: Readonly<Record<Exclude<NumericScaling, 'auto' | 'none'>, readonly number[]>>;
}

const golden: readonly Golden[] = JSON.parse(
  readFileSync(new URL('../../golden/encoders.json', import.meta.url), 'utf8'),
).scaling;

const learn = (scaling: NumericScaling, ...training: number[]): Scaling =>
  fitScaling(sortedValues(Float64Array.from(training)), scaling);
const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const every: readonly NumericScaling[] = [
  ...(['auto', 'standard', 'robust', 'quantile', 'minmax', 'none'] as const),
];
const wide = every.filter((scaling) => scaling !== 'auto' && scaling !== 'quantile');

describe('fitScaling', () => {
  const cases = golden.flatMap(({ name, training, values, scaled }) =>
    (['standard', 'robust', 'quantile', 'minmax'] as const).map(
      (scaling) => [scaling, name, training, values, scaled[scaling]] as const,
    ),
  );

  it.each(cases)('%s scales as scikit-learn does: %s', (scaling, _, training, values, expected) => {
    const known = training.map((value) => value ?? Number.NaN);
    const fitted = learn(scaling, ...known);

    expect(fitted).toMatchObject({ scaling, isLog: false, clip: 1e6 });
    for (const [at, value] of values.entries()) {
      const wanted = expected[at];
      const digits = 9 - Math.max(0, Math.ceil(Math.log10(Math.abs(wanted) + 1)));
      expect([value, scaleNumber(fitted, value)]).toEqual([value, expect.closeTo(wanted, digits)]);
    }
  });

  it('none leaves numbers as they are', () => {
    expect([-3.5, 0, 1234].map((value) => scaleNumber(learn('none', 1, 2), value))).toEqual([
      -3.5, 0, 1234,
    ]);
  });

  it('scales by the standard deviation where quartiles are equal', () => {
    expect(learn('robust', ...new Array(9).fill(0), 1).scale).toBeCloseTo(0.3, 12);
  });

  it.each(every)('%s gives 0 for the one value beside nulls', (scaling) => {
    const value = scaling === 'none' ? 0 : 7;

    expect(scaleNumber(learn(scaling, value, value), value)).toBe(0);
  });

  it('stores at most 257 quantiles', () => {
    expect(learn('quantile', ...range(5)).quantiles).toEqual([0, 1, 2, 3, 4]);
    expect(learn('quantile', ...range(1025)).quantiles).toEqual(range(257).map((at) => 4 * at));
  });
});

describe('scaleNumber', () => {
  it.each(wide)('clips to ±1,000,000 with %s', (scaling) => {
    const fitted = learn(scaling, 0, 1, 2);

    expect([-1e12, 1e12, -1.7e308, 1.7e308].map((value) => scaleNumber(fitted, value))).toEqual([
      -1e6, 1e6, -1e6, 1e6,
    ]);
  });

  it('clips to ±8 in models of the first release, which store no limit', () => {
    expect(scaleNumber({ isLog: false, center: 1, scale: 2 }, 100)).toBe(8);
    expect(scaleNumber({ isLog: false, center: 1, scale: 2 }, 4)).toBe(1.5);
  });

  it('is finite, never swaps two numbers, and is the same after JSON', () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(fc.constantFrom(...every), numbers, numbers, (scaling, training, values) => {
        const fitted = learn(scaling, ...training);
        const scaled = [...values, ...training]
          .sort((a, b) => a - b)
          .map((value) => [scaleNumber(fitted, value), value] as const);

        const restored: Scaling = JSON.parse(JSON.stringify(fitted));
        let before = Number.NEGATIVE_INFINITY;
        for (const [now, value] of scaled) {
          expect(Math.abs(now)).toBeLessThanOrEqual(fitted.clip as number);
          expect(now).toBeGreaterThanOrEqual(before);
          // JSON cannot write −0; for a network it equals 0.
          expect(scaleNumber(restored, value) === now).toBe(true);
          before = now;
        }
      }),
    );
  });
});

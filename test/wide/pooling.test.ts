import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Loss } from '../../src/kernel/kernel.ts';
import { poolingOf, type RowSides } from '../../src/wide/pooling.ts';

const logit = fc.double({ min: -30, max: 30, noNaN: true });
const part = fc.constantFrom(0.25, 0.5, 0.75, 1);
const sidesOf = (outputs: number): fc.Arbitrary<RowSides> =>
  fc
    .tuple(
      fc.array(logit, { minLength: outputs, maxLength: outputs }),
      fc.array(logit, { minLength: outputs, maxLength: outputs }),
      part,
    )
    .map(([deep, wide, own]) => {
      return { deep: Float64Array.from(deep), wide: Float64Array.from(wide), part: own };
    });

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const softmax = (values: Float64Array): Float64Array => {
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};
const mean = (own: number, deep: number, wide: number): number => (1 - own) * deep + own * wide;

describe('poolingOf', () => {
  it('takes the mean of the probabilities of two classes', () => {
    fc.assert(
      fc.property(sidesOf(1), ({ deep, wide, part: own }) => {
        const [out = 0] = poolingOf('binary_crossentropy').outputs({ deep, wide, part: own });
        const expected = mean(own, sigmoid(deep[0] ?? 0), sigmoid(wide[0] ?? 0));
        expect(sigmoid(out)).toBeCloseTo(expected, 9);
      }),
    );
  });

  it('takes the mean of the probabilities of more classes', () => {
    fc.assert(
      fc.property(sidesOf(3), ({ deep, wide, part: own }) => {
        const out = poolingOf('categorical_crossentropy').outputs({ deep, wide, part: own });
        const [a, b] = [softmax(deep), softmax(wide)];
        for (const [at, probability] of softmax(out).entries()) {
          expect(probability).toBeCloseTo(mean(own, a[at] ?? 0, b[at] ?? 0), 9);
        }
      }),
    );
  });

  it('takes the mean of the logits of two classes, above a floor under the odds of the LSTM layers', () => {
    const odds = (value: number): number => Math.exp(value);
    fc.assert(
      fc.property(sidesOf(1), ({ deep, wide, part: own }) => {
        const pooling = poolingOf('binary_crossentropy', 0.1);
        const [out = 0] = pooling.outputs({ deep, wide, part: own });
        const expected = mean(own, Math.log(odds(deep[0] ?? 0) + 0.1), wide[0] ?? 0);
        expect(out).toBeCloseTo(expected, 9);
      }),
    );
  });

  it('lets the LSTM layers lower the odds to the floor, and raise them as far as they will', () => {
    const pooling = poolingOf('binary_crossentropy', 0.1);
    const outOf = (logit: number): number | undefined =>
      pooling.outputs({ deep: Float64Array.of(logit), wide: Float64Array.of(0), part: 0.5 })[0];
    expect(outOf(-900)).toBeCloseTo(Math.log(0.1) / 2, 9);
    expect(outOf(900)).toBeCloseTo(450, 9);
  });

  it('takes the mean of numbers', () => {
    const sides = { deep: Float64Array.of(1, 2), wide: Float64Array.of(5, -2), part: 0.25 };
    expect([...poolingOf('mean_squared_error').outputs(sides)]).toEqual([2, 1]);
  });

  it('stays finite where both sides are certain of opposite classes', () => {
    const sides = { deep: Float64Array.of(900), wide: Float64Array.of(-900), part: 0.5 };
    const pooling = poolingOf('binary_crossentropy');
    expect(pooling.outputs(sides)[0]).toBeCloseTo(0, 9);
    const { deep, wide } = pooling.gradients(sides, [1]);
    expect([deep[0], wide[0]].every(Number.isFinite)).toBe(true);
  });

  it.each<[Loss, number, number | undefined]>([
    ['binary_crossentropy', 1, undefined],
    ['binary_crossentropy', 1, 0.1],
    ['categorical_crossentropy', 3, undefined],
    ['mean_squared_error', 2, undefined],
  ])('has the gradients of %s with %d outputs and the floor %p', (loss, outputs, floor) => {
    const pooling = poolingOf(loss, floor);
    const weights = [0.7, -1.3, 0.4].slice(0, outputs);
    const outputOf = (sides: RowSides): number =>
      pooling.outputs(sides).reduce((sum, out, at) => sum + out * (weights[at] ?? 0), 0);
    const moved = (values: Float64Array, at: number, by: number): Float64Array =>
      values.map((value, index) => value + (index === at ? by : 0));
    const modest = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), {
      minLength: outputs,
      maxLength: outputs,
    });
    fc.assert(
      fc.property(modest, modest, part, (one, other, own) => {
        const [deep, wide] = [Float64Array.from(one), Float64Array.from(other)];
        const sides = { deep, wide, part: own };
        const found = pooling.gradients(sides, weights);
        for (let at = 0; at < outputs; at++) {
          const step = 1e-5;
          const slopeOf = (side: 'deep' | 'wide'): number =>
            (outputOf({ ...sides, [side]: moved(sides[side], at, step) }) -
              outputOf({ ...sides, [side]: moved(sides[side], at, -step) })) /
            (2 * step);
          expect(found.deep[at]).toBeCloseTo(slopeOf('deep'), 5);
          expect(found.wide[at]).toBeCloseTo(slopeOf('wide'), 5);
        }
      }),
    );
  });
});

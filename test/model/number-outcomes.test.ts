import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  beyondEdges,
  fitNumberOutcomes,
  type NumberOutcomes,
  numberOutcome,
} from '../../src/model/number-outcomes.ts';
import { createRandom } from '../../src/random.ts';

const fitted = (values: Iterable<number>): NumberOutcomes =>
  fitNumberOutcomes(Float64Array.from(values)) as NumberOutcomes;

/** Draws from a generalised Pareto distribution; the shape 0 gives an exponential one. */
function drawn(count: number, shape: number, seed = 1): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => {
    const log = -Math.log(1 - random.uniform());
    return shape === 0 ? log : Math.expm1(shape * log) / shape;
  });
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

describe('fitNumberOutcomes', () => {
  it.each([
    ['quantiles of the body', 97, 15],
    ['the 97th percentile from 334 values on', 334, 16],
    ['those at 1 and 99 % from 1,000 on', 1001, 18],
    ['all from 10,000 on', 10_001, 21],
  ])('has edges at %s', (_, count, edges) => {
    expect(fitted(upTo(count)).edges).toHaveLength(edges);
  });

  it.each([
    ['equal quantiles', [0, 0, 0, 0, 0, 0, 0, 5, 9], [0, 2.5, 5, 7]],
    ['a value that nearly all rows have', [...new Array(98).fill(3), 4, 5], [3, 3]],
  ])('merges %s', (_, values, edges) => {
    expect(fitted(values).edges).toEqual(edges);
  });

  it.each([
    ['nothing', []],
    ['nulls', [Number.NaN, Number.NaN]],
    ['one value', [4, 4, 4]],
  ])('has none for %s', (_, values) => {
    expect(fitNumberOutcomes(Float64Array.from(values))).toBeUndefined();
  });

  it.each([0.1, 0.3, 0.6])('finds the shape %d of a tail', (shape) => {
    const found = [1, 2, 3, 4].map(
      (seed) => fitted(drawn(50_000, shape, seed)).tails?.above.shape ?? Number.NaN,
    );

    expect(Math.abs(found.reduce((sum, one) => sum + one / 4, 0) - shape)).toBeLessThan(0.1);
  });
});

describe('numberOutcome', () => {
  it.each([
    [Number.NaN, 0],
    [-0.5, 1],
    [0, 2],
    [9.9, 2],
    [10, 3],
    [20, 3],
    [20.1, 4],
    [1e300, 4],
  ])('of %d is %i', (value, outcome) => {
    expect(numberOutcome([0, 10, 20], value)).toBe(outcome);
  });
});

describe('beyondEdges', () => {
  const values = drawn(20_000, 0.2);
  const outcomes = fitted(values);
  const [least, largest] = [Math.min(...values), Math.max(...values)];
  const bitsOf = (value: number): number => beyondEdges(outcomes, value)?.bits ?? 0;

  it('gives bits that grow with the distance, 1,000 times the largest value included', () => {
    const asked = [1, 1.01, 2, 10, 1000, 1e6, 1e300].map((factor) => bitsOf(factor * largest));

    expect(asked).toEqual(asked.toSorted((a, b) => a - b));
    expect(new Set(asked).size).toBe(asked.length);
    expect(bitsOf(1000 * largest) - bitsOf(largest + 1)).toBeGreaterThan(10);
  });

  it('gives the bits of the share of values that lie farther out, of those beyond the edge', () => {
    const last = outcomes.edges.at(-1) ?? 0;
    const others = drawn(400_000, 0.2, 7).filter((value) => value > last);

    for (const share of [0.5, 0.2, 0.05]) {
      const value = others.toSorted()[Math.round((1 - share) * others.length)];
      expect(Math.abs(bitsOf(value) + Math.log2(share))).toBeLessThan(0.5);
    }
  });

  it.each([
    ['between the edges', outcomes, 0.5, undefined],
    ['null', outcomes, Number.NaN, undefined],
    ['the largest of training', outcomes, largest, { side: 'above', isUnseen: false }],
    ['above all of training', outcomes, largest + 1, { side: 'above', isUnseen: true }],
    ['the least of training', outcomes, least, { side: 'below', isUnseen: false }],
    ['below all of training', outcomes, least - 1, { side: 'below', isUnseen: true }],
    ['above, in an older model', { edges: [0, 1] }, 2, { side: 'above', bits: 0, isUnseen: true }],
  ])('tells the side and whether training had such values: %s', (_, own, value, expected) => {
    const found = beyondEdges(own, value);

    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  it('is finite and not negative for any numbers', () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 2 });
    fc.assert(
      fc.property(numbers, fc.double({ noNaN: true, noDefaultInfinity: true }), (list, value) => {
        const found = fitNumberOutcomes(Float64Array.from(list));
        if (found === undefined) return;
        const bits = beyondEdges(found, value)?.bits ?? 0;

        expect(bits).toBeGreaterThanOrEqual(0);
        expect(bits).toBeLessThan(1e5);
        expect(found.edges).toEqual([...found.edges].sort((a, b) => a - b));
      }),
      {
        examples: [
          [[2.5e-323, 4.4e-323], 0],
          [[0, 1e308, -1e308], 1e308],
        ],
      },
    );
  });
});

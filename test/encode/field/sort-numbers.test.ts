import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sortNumbers } from '../../../src/encode/field/sort-numbers.ts';
import { createRandom } from '../../../src/random.ts';

describe('sortNumbers', () => {
  const few = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 50 });

  it.each([
    ['few', 1],
    ['many', 6000],
  ])('sorts as an array does, by bits: %s', (_, least) => {
    fc.assert(
      fc.property(few, fc.nat(), (values, seed) => {
        const random = createRandom(seed);
        const length = Math.max(least, values.length);
        const numbers = Float64Array.from(
          { length },
          (__, at) => values[at] ?? values[random.integer(values.length)] / (at % 7),
        ).map((value) => (Number.isNaN(value) ? 0 : value));
        const expected = numbers.toSorted();

        expect(sortNumbers(numbers)).toBe(numbers);

        // The bits are compared, because they differ between −0 and 0.
        expect(new BigUint64Array(numbers.buffer)).toEqual(new BigUint64Array(expected.buffer));
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['equal numbers', () => 3],
    ['integers of 53 bits', (at: number) => (at * 2 ** 40 + at * at * 7919) % 2 ** 53],
    ['falling numbers', (at: number) => -at],
    ['both signs and infinities', (at: number) => (at % 2 === 0 ? 1 : -1) / (at % 100)],
  ])('sorts %s', (_, numberAt) => {
    const numbers = Float64Array.from({ length: 9000 }, (__, at) => numberAt(at));
    const expected = numbers.toSorted();

    sortNumbers(numbers);

    expect(numbers).toEqual(expected);
  });

  it('sorts a part of an array and leaves the rest', () => {
    const all = Float64Array.from({ length: 8000 }, (_, at) => 8000 - at);

    sortNumbers(all.subarray(1000, 7000));

    expect([all[999], all[1000], all[6999], all[7000]]).toEqual([7001, 1001, 7000, 1000]);
  });
});

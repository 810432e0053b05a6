import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binOf } from '../../../src/encode/field/bins.ts';
import { searchSorted } from '../../../src/encode/field/search-sorted.ts';

describe('binOf', () => {
  it('counts the edges that are not above a number, as searchSorted does', () => {
    const number = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(number), number, (numbers, value) => {
        const edges = numbers.toSorted((a, b) => a - b);

        expect(binOf(edges, value)).toBe(searchSorted(edges, value, 'right'));
        expect(binOf(Float64Array.from(edges), value)).toBe(binOf(edges, value));
      }),
    );
  });
});

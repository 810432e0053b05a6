import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchSorted } from '../../../src/encode/field/search-sorted.ts';

describe('searchSorted', () => {
  it('counts the values below, or at most, a value', () => {
    const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(value), value, (values, wanted) => {
        const sorted = values.toSorted((a, b) => a - b);

        const [left, right] = [
          searchSorted(sorted, wanted, 'left'),
          searchSorted(Float64Array.from(sorted), wanted, 'right'),
        ];

        expect(left).toBe(values.filter((known) => known < wanted).length);
        expect(right).toBe(values.filter((known) => known <= wanted).length);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { comparedClasses, groupByClass, sampleByClass } from '../../src/leaks/labelled-rows.ts';
import { labelledOf, times } from '../support/rows/labelled-columns.ts';

describe('groupByClass', () => {
  it('brings the rows of a class together, in the order given, without unknown ones', () => {
    const classOf = [1, 0, Number.NaN, 2, 1, 0];

    const { rows, begins } = groupByClass(Int32Array.of(5, 4, 3, 2, 0), classOf, 4);

    expect([...rows]).toEqual([5, 4, 0, 3]);
    expect([...begins]).toEqual([0, 1, 3, 4, 4]);
  });
});

describe('comparedClasses', () => {
  it.each([
    ['the second of two classes', [20, 20], [1]],
    ['none of two where one is too small', [19, 500], []],
    ['none of two where the other is too small', [500, 19], []],
    ['those of many that have rows enough', [20, 19, 30, 0], [0, 2]],
    ['not a class with too few rows beside it', [50, 10, 5], []],
  ])('are %s', (_, sizes, expected) => {
    const labels = sizes.flatMap((size, index) => times(size, () => index));

    expect(comparedClasses(labelledOf(labels, sizes.length))).toEqual(expected);
  });
});

describe('sampleByClass', () => {
  it('keeps all rows where they are few', () => {
    const labelled = labelledOf(times(50, (row) => row % 2));

    expect(sampleByClass(labelled, 50)).toEqual(labelled);
  });

  it('is even, and keeps up to 100 rows of a class that can be compared', () => {
    const labels = times(10_000, (row) => {
      if (row < 19) return 2;
      if (row < 60) return 3;
      return row < 1000 ? 1 : 0;
    });

    const { rows, begins } = sampleByClass(labelledOf(labels, 4), 1000);

    expect([...begins]).toEqual([0, 900, 1000, 1001, 1042]);
    expect([...rows.slice(0, 3)]).toEqual([1000, 1010, 1020]);
    expect([...rows.slice(900, 903)]).toEqual([60, 69, 78]);
    expect(rows).toHaveLength(1042);
  });
});

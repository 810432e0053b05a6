import { describe, expect, it } from '@jest/globals';
import { fitNumeric } from '../../../src/encode/field/numeric.ts';
import { isOutside, outsideNotices } from '../../../src/fit/encoders/outside.ts';
import type { EncodedField } from '../../../src/readings/reading.ts';
import { untrained } from '../../support/models/models.ts';
import { resultsOf } from '../../support/rows/rows.ts';

function numbers(from: number, by = 1): EncodedField {
  const values = Float64Array.from({ length: 100 }, (_, at) => from + by * at);
  const field = fitNumeric('bytes', values, 'auto');
  if (field === undefined) throw new Error('all values are alike');
  return field;
}

describe('isOutside', () => {
  const category: EncodedField = {
    kind: 'category',
    field: 'bytes',
    vocabulary: { values: ['a', 'b'], hasNull: false },
  };

  it.each<[string, EncodedField, boolean]>([
    ['the same values', numbers(0), false],
    ['values that overlap', numbers(60), false],
    ['far more', numbers(1000), true],
    ['far less', numbers(-1000), true],
    ['a larger spread around the same middle', numbers(-5000, 100), false],
    ['a category', category, false],
  ])('tells %s', (_, fresh, expected) => {
    expect(isOutside(numbers(0), fresh)).toBe(expected);
  });
});

describe('outsideNotices', () => {
  const rows = Array.from({ length: 60 }, (_, at) => ({ _time: at, n: at % 7, y: at % 2 }));
  const model = untrained(resultsOf(rows), 'y from n into m window=3 units=2');
  const initial = { ...model, name: 'user:m', version: 1 };

  it('names the fields, and what to do', () => {
    const found = [
      { field: 'bytes', isOutside: true },
      { field: 'packets', isOutside: false },
    ];

    expect(outsideNotices(found, { initial })).toEqual([
      {
        level: 'WARN',
        text: 'Most values of bytes lie beyond those of user:m, whose scales they are read by: fit once without init.',
      },
    ]);
    expect(outsideNotices(found, {})).toEqual([]);
  });
});

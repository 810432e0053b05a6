import { describe, expect, it } from '@jest/globals';
import { allExamples } from '../../../src/encode/rows/split.ts';
import { rowsOfFirst, timeOrder } from '../../../src/fit/search/time-blocks.ts';
import { prepare } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

// The newest rows come first, and every fifth has no target.
const rows = Array.from({ length: 100 }, (_, at): Row => {
  const time = 99 - at;
  return { _time: time, src: `s${time % 3}`, n: time % 4, y: time % 5 === 0 ? '' : time % 2 };
});

describe('rowsOfFirst', () => {
  it.each([1, 40, 79])('takes the rows before the example after the first %i', (count) => {
    const { data } = prepare(resultsOf(rows), 'y from n into m by src epochs=1');
    const isAmong = rowsOfFirst(timeOrder(rows.length, data, allExamples(data)), count);

    const times = rows.filter((_, row) => isAmong(row)).map(({ _time }) => Number(_time));
    const examples = times.filter((time) => time % 5 !== 0);
    expect(examples).toHaveLength(count);
    expect(Math.max(...times)).toBe(times.length - 1);
  });

  it('takes all rows that the fit uses for all examples', () => {
    const timeless = [...rows, { _time: '', src: 's0', n: 1, y: 1 }];
    const { data } = prepare(resultsOf(timeless), 'y from n into m by src epochs=1');
    const isAmong = rowsOfFirst(timeOrder(timeless.length, data, allExamples(data)), 80);

    expect(timeless.map((_, row) => isAmong(row))).toEqual([
      ...Array<boolean>(100).fill(true),
      false,
    ]);
  });
});

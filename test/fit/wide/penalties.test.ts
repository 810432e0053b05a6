import { describe, expect, it } from '@jest/globals';
import { linearFits } from '../../../src/fit/wide/asked-wide.ts';
import { penaltiesOf } from '../../../src/fit/wide/penalties.ts';
import { prepare, settingsOf } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

const rows = Array.from({ length: 120 }, (_, at): Row => {
  return { _time: 1000 + 60 * at, a: (at * 37) % 11, c: `c${at % 40}`, y: (at * 7) % 13 };
});

describe('penaltiesOf', () => {
  it.each([
    ['numbers of dense columns, which are solved for', 'y from a into m', [1000, 100, 10, 1]],
    ['forecasts', 'y from y into m horizon=2', [1000, 100, 10, 1]],
    ['numbers of one-hot columns', 'y from a c into m categorical=embedding', [100, 1]],
    ['classes', 'c from a y into m', [100, 1]],
  ])('has for %s', (_, words, expected) => {
    const options = `${words} window=3 units=2`;
    const results = resultsOf(rows);
    const { data, draft } = prepare(results, options);

    expect(penaltiesOf(data, draft.network)).toEqual(expected);
    const settings = settingsOf(results, options);
    expect(linearFits(data, draft.network, settings)).toBe(expected.length);
  });
});

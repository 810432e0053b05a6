import { describe, expect, it } from '@jest/globals';
import { first, models, rowsAt, scoredBy } from '../support/models/scored.ts';
import { resultsOf } from '../support/rows/rows.ts';

describe('the tally of scoring', () => {
  it('reports how many rows were scored, and why the others were not', async () => {
    const list = [
      { ...first, _time: 990 },
      ...rowsAt(1001, 1002),
      { ...first, _time: 'x' },
      { ...first, src: 's1', _time: 1003, c: 'new', n: 'text' },
    ];
    const { notices } = await scoredBy(models.warmup, resultsOf(list), 1000);

    expect(notices.map(({ text }) => text)).toEqual([
      '1 of 5 results scored. Not scored: 2 too early in their sequence (warmup), 1 without a readable time, a by field, or a feature (missing), 1 before since, which only feed windows (history).',
      '1 value with text where a number or address is expected (n 1): they count as null.',
      '1 value that training had fewer than 3 times, treated as other: c 1.',
    ]);
  });
});

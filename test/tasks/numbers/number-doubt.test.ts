import { describe, expect, it } from '@jest/globals';
import type { DecidingPart } from '../../../src/evaluate/doubt.ts';
import { numberDoubt } from '../../../src/tasks/numbers/number-doubt.ts';
import { decidingPart } from '../../support/rows/deciding-part.ts';

describe('numberDoubt', () => {
  const baselines = [
    { name: 'mean', metrics: { rmse: 10 } },
    { name: 'last value', metrics: { rmse: 8 } },
    { name: 'ridge', metrics: { rmse: 1 } },
  ];

  it.each<[string, number, number, boolean]>([
    ['worse than both', 11, 500, true],
    ['between the two', 9, 500, true],
    ['as good as the better one', 8, 500, true],
    ['better by luck', 7.9, 100, true],
    ['better', 7.9, 500, false],
    ['of too few rows to tell', 11, 19, false],
    ['without error', 0, 500, false],
  ])('is of an error %s', (_, rmse, count, isDoubted) => {
    const found = numberDoubt('load', decidingPart({ rmse }), baselines, count);

    expect(found?.doubt).toBe(isDoubted ? 'chance' : undefined);
  });

  it('says what it is no better than, and what to do', () => {
    const text = (best: DecidingPart['best']): string | undefined =>
      numberDoubt('load', decidingPart({ rmse: 9 }, { best }), baselines, 500)?.notice.text;
    const start =
      'No better than repeating the last value: rmse 9 on 500 validation rows against 8. ';

    expect(text({ name: 'last value', metrics: { rmse: 8 } })).toBe(
      `${start}Its predictions add nothing to that: name fields after from that tell load, read more rows before with a larger window, or widen the time range.`,
    );
    expect(text({ name: 'ridge', metrics: { rmse: 1 } })).toBe(
      `${start}But ridge has rmse 1 there, so these fields do tell something: train longer, with more epochs or another learning_rate.`,
    );
  });
});

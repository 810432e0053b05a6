import { describe, expect, it } from '@jest/globals';
import { wordsOf } from '../../../src/commands/tasks/words.ts';
import type { ModelHeader } from '../../../src/model/header.ts';
import type { ForecastRecord, TrainingRecord } from '../../../src/model/record.ts';
import type { Notice } from '../../../src/notice.ts';
import { headerOf } from '../../support/headers.ts';
import { prepare, record } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

const rows = resultsOf(
  Array.from({ length: 40 }, (_, at): Row => ({ _time: 60 * at, n: at % 7, y: at % 2 })),
);
const near = { lower: -1.25, upper: 1.5 };
const far = { lower: -2, upper: 3.00004 };

const noticesOf = (header: ModelHeader): readonly Notice[] =>
  wordsOf(header).fitNotices(header, { notices: [], rule: { kind: 'auto' }, heldRows: 40 });

const said = (
  horizon: number,
  forecast: Partial<ForecastRecord>,
  training: Partial<TrainingRecord>,
): string[] => {
  const { draft } = prepare(rows, `n from y into m horizon=${horizon} window=3 units=2`);
  const found = { intervals: [], period: null, step: 60, ...forecast };
  const header = headerOf({ ...draft, forecast: found, training: { ...record, ...training } });
  return noticesOf(header).map(({ level, text }) => `${level} ${text}`);
};

const season = 'INFO The training rows repeat every 7 rows: mase is 1 for repeating them.';
const none =
  'INFO No season was found in the training rows: mase is 1 for repeating the last value.';

describe('the notices of a forecast', () => {
  it.each<[string, Parameters<typeof said>, string[]]>([
    [
      'test rows',
      [2, { intervals: [near, far], period: 7 }, { testMetrics: { coverage: 0.8734 } }],
      [
        season,
        'INFO Intervals of 90 % by the errors on validation rows: -1.25 to +1.5 for the next row, -2 to +3 for 2 rows ahead. They hold 87.3 % of the test rows, which chose nothing.',
      ],
    ],
    [
      'validation rows',
      [1, { intervals: [far] }, { metrics: { coverage: 0.9 } }],
      [
        none,
        'INFO Intervals of 90 % by the errors on validation rows: -2 to +3 for 1 row ahead. They hold 90 % of these rows, but these set them: expect fewer of others.',
      ],
    ],
    [
      'training rows',
      [1, { intervals: [far] }, { metricsOf: 'training', metrics: { coverage: 0.9 } }],
      [
        none,
        'INFO Intervals of 90 % by the errors on training rows: -2 to +3 for 1 row ahead. They hold 90 % of these rows, but these are learnt: expect fewer of others.',
      ],
    ],
    [
      'rows of entities that err more or less',
      [
        1,
        { intervals: [far], entities: [{ entity: 'db', spread: 3 }] },
        { metrics: { coverage: 0.9 } },
      ],
      [
        none,
        'INFO Intervals of 90 % by the errors on validation rows: -2 to +3 for 1 row ahead, and wider or narrower for some entities. They hold 90 % of these rows, but these set them: expect fewer of others.',
      ],
    ],
    [
      'too few rows',
      [2, { period: 7 }, {}],
      [
        season,
        'WARN Too few validation rows for intervals of 90 %: lower and upper stay empty. Search for more rows.',
      ],
    ],
  ])('tell season and intervals by %s', (_, given, expected) => {
    expect(said(...given)).toEqual(expected);
  });

  it.each([
    [
      0.9306,
      'INFO residual_score(n) is the rank of an error among 500 validation rows; from 0.9306 on is_anomaly(n) is true, which about 0.0694 of usual rows reach.',
    ],
    [
      0.999,
      'INFO residual_score(n) is the rank of an error among 500 validation rows; from 0.999 on is_anomaly(n) is true, which about 0.001 of usual rows reach, estimated from the tail, as 500 rows show none so rare.',
    ],
  ])('tell from which score on an error is odd: %d', (threshold, expected) => {
    const { draft } = prepare(rows, 'n from y into m horizon=2 window=3 units=2');
    const ranks = { count: 500, values: [], above: [], tail: 1 };
    const residuals = { size: 1, ranks, seconds: null };
    const forecast = { intervals: [near, far], period: 7, step: 60, residuals };
    const header = headerOf({ ...draft, threshold, forecast, training: record });

    expect(noticesOf(header).map(({ level, text }) => `${level} ${text}`)).toContain(expected);
  });

  it('are empty for other modes', () => {
    const { draft } = prepare(rows, 'n from y into m window=3 units=2 split=none');

    expect(noticesOf(headerOf({ ...draft, training: record }))).toEqual([]);
  });
});

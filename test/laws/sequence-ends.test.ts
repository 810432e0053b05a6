/**
 * Ends of sequences, first rows and the moments of rows, in streams, in schedules and in whole searches.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { untrained } from '../support/models/models.ts';
import { cut, scoreRowsOf, stream } from '../support/models/scored.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';

const HOUR = 3600;

/** Forty sessions of six rows, over four days. */
const training = resultsOf(
  Array.from({ length: 240 }, (_, at): Row => {
    const [session, step] = [Math.floor(at / 6), at % 6];
    const time = 2.4 * HOUR * session + (300 + 60 * (session % 3)) * step;
    return { _time: time, src: `s${session % 3}`, n: step, c: 'pqr'.charAt(step % 3), y: 'ok' };
  }),
);

const fitted = (typed: string) =>
  untrained(training, `from n c into m by src units=4 window=4 ${typed}`);

const withGap = fitted('gap=1h');

const cells = fc.record({
  pause: fc.constantFrom(0, 60, 900, 2000, 1.5 * HOUR, 11 * HOUR),
  src: fc.constantFrom('s0', 's1', 'new'),
  c: fc.constantFrom('p', 'q', 'other'),
});

const rows = fc.array(cells, { minLength: 1, maxLength: 30 }).map((list): Row[] => {
  let time = 0;
  return list.map(({ pause, ...row }, at) => {
    time += pause;
    return { ...row, n: at % 5, _time: time, y: 'ok' };
  });
});

/** Whether a row is the last one before a gap that is over, told row by row. */
function isEnd(list: readonly Row[], at: number): boolean {
  const timeOf = (row: Row | undefined): number => Number(row?.['_time'] ?? Number.NaN);
  const own = timeOf(list[at]);
  const next = list.find((row, later) => later > at && row['src'] === list[at]?.['src']);
  const until = next === undefined ? timeOf(list.at(-1)) : timeOf(next);
  return until - own > HOUR;
}

const scoreOf = ([, values]: [string, number[]] = ['', []]): number => values[0] ?? Number.NaN;

describe('a model that predicts ends', () => {
  it('has a head for them', () => {
    expect(withGap.header.target).toMatchObject({
      heads: [{ field: 'n' }, { field: 'c' }, { kind: 'pause' }, { kind: 'end' }],
    });
    expect(withGap.header.encoder).toMatchObject({ calendar: ['hour'], begin: { due: 360 } });
    expect(fitted('gap=1h end=false').header.target).not.toMatchObject({
      heads: expect.arrayContaining([{ kind: 'end' }]),
    });
  });

  it('scores a stream as one search, but for last rows, which score no lower once their end is known', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.array(fc.nat(30)), async (list, positions) => {
        const cuts = positions.map((position) => Math.min(position, list.length));
        const streamed = (await stream(withGap, cut(list, cuts))).scores;
        const whole = await scoreRowsOf(withGap, list);

        for (const [at, one] of whole.entries()) {
          if (isEnd(list, at)) expect(scoreOf(one)).toBeGreaterThanOrEqual(scoreOf(streamed[at]));
          else expect(one).toEqual(streamed[at]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('scores a row as it came as one search up to this row does', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (list) => {
        const streamed = (await stream(withGap, [list])).scores;
        const prefix = list.slice(0, Math.ceil(list.length / 2));

        expect((await scoreRowsOf(withGap, prefix)).at(-1)).toEqual(streamed[prefix.length - 1]);
      }),
      { numRuns: 50 },
    );
  });

  it('scores every row, the first ones too', async () => {
    const list = ['s0', 's1', 's0'].map((src, at): Row => {
      return { _time: at, src, n: at, c: 'p', y: 'ok' };
    });

    expect((await scoreRowsOf(withGap, list)).map(([status]) => status)).toEqual([
      'ok',
      'ok',
      'ok',
    ]);
  });
});

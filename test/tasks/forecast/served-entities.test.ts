import { describe, expect, it } from '@jest/globals';
import { type ServedRow, servedNotices } from '../../../src/tasks/forecast/served-entities.ts';

/** Makes rows of an entity whose values alternate about a level; the last value errs by 2. */
function rowsOf(
  entity: string,
  { level = 10, error = 1, within = 1, rows = 100 }: Partial<Record<string, number>> = {},
): ServedRow[] {
  return Array.from({ length: rows }, (_, at) => {
    const isWithin = at < within * rows;
    return { entity, actual: level, predicted: level + error, last: level - 2, isWithin };
  });
}

const textsOf = (rows: readonly ServedRow[]): string[] =>
  servedNotices(rows, 'test', 0.9).map(({ level, text }) => `${level} ${text}`);

describe('servedNotices', () => {
  it('name the entity whose bounds hold too few values', () => {
    expect(textsOf([...rowsOf('web'), ...rowsOf('db\u001fe1', { within: 0.5 })])).toEqual([
      'WARN Forecasts of 1 of 2 entities are poor, and the worst are of "db, e1": on 100 test rows their bounds hold 50 % of the values instead of 90 %. Name fields that tell such entities apart, or fit a model for them alone.',
    ]);
  });

  it('name the worst of those that err more than the last value, and levels that differ tenfold', () => {
    const [text] = textsOf([
      ...rowsOf('web', { level: 1000 }),
      ...rowsOf('db', { error: 3 }),
      ...rowsOf('api', { error: 5 }),
    ]);

    expect(text).toMatch(
      /^WARN Forecasts of 2 of 3 entities are poor, and the worst are of "api": on 100 test rows they err 2.5 times as much as repeating the last value\. Levels/,
    );
    expect(text).toContain(
      ' Levels differ more than tenfold, from 10 of "db" to 1000 of "web", so that figures of all rows are those of the largest. ',
    );
  });

  it('say nothing where all are served well, of one entity, and of few rows', () => {
    expect(textsOf([...rowsOf('web'), ...rowsOf('db', { level: 1e6 })])).toEqual([]);
    expect(textsOf(rowsOf('web', { error: 9 }))).toEqual([]);
    expect(textsOf([...rowsOf('web'), ...rowsOf('db', { error: 9, rows: 19 })])).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { PlacedRows } from '../../../src/encode/rows/place-rows.ts';
import { orderRows } from '../../../src/encode/rows/row-order.ts';
import { spacingNotices } from '../../../src/tasks/forecast/spacing.ts';

/** Makes rows of one series, or of the entities that are given. */
function placed(times: readonly number[], entities?: readonly number[]): PlacedRows {
  const input = {
    rowCount: times.length,
    times: Float64Array.from(times),
    entities: entities && Int32Array.from(entities),
    gap: Number.POSITIVE_INFINITY,
    isPlaced: () => true,
  };
  return { ...orderRows(input), times: input.times, entities: input.entities };
}

const every = (step: number, count: number, first = 1000): number[] =>
  Array.from({ length: count }, (_, at) => first + step * at);

const told = (rows: PlacedRows, by: readonly string[] = []): (readonly [string, string])[] =>
  spacingNotices(rows, 'load', { by, time: '_time' }).map(({ level, text }) => [level, text]);

describe('spacingNotices', () => {
  it.each<[string, PlacedRows]>([
    ['even rows', placed(every(300, 50))],
    [
      'rows off by less than a tenth',
      placed(every(300, 50).map((time, at) => time + (at % 5) * 5)),
    ],
    ['one odd step among a hundred', placed([...every(3600, 100), 1000 + 3600 * 102])],
    [
      'two series, each even',
      placed(
        [...every(60, 9), ...every(60, 9, 7)],
        Array(18)
          .fill(0)
          .map((_, at) => Math.floor(at / 9)),
      ),
    ],
    ['one row', placed([1000])],
    ['no rows', placed([])],
    ['no times', { ...placed(every(1, 9)), times: undefined }],
  ])('are none for %s', (_, rows) => {
    expect(told(rows)).toEqual([]);
  });

  it('name the share, the median and the words that space rows evenly', () => {
    const gaps = [...every(300, 31), ...every(300, 10, 1000 + 300 * 40)];

    expect(told(placed(gaps))).toEqual([
      [
        'WARN',
        '3 % of the steps from row to row differ by more than a tenth from their median, 300 s, and a forecast counts rows, not seconds: space them evenly first, with | timechart span=5m avg(load) AS load.',
      ],
    ]);
  });

  it('keep series apart where there are several', () => {
    const times = every(90, 30).map((time, at) => time + (at % 2) * 40);

    expect(told(placed(times, Array(30).fill(0)), ['host', 'app'])[0]?.[1]).toMatch(
      /with \| bin _time span=\w+ \| stats avg\(load\) AS load BY _time host app, as \| timechart span=\w+ does for one series\.$/,
    );
  });

  it.each<[number, string]>([
    [1, '1s'],
    [0.2, '1s'],
    [59, '1m'],
    [90, '90s'],
    [300, '5m'],
    [3599, '1h'],
    [5400, '90m'],
    [86_400, '1d'],
  ])('name a median of %f s as a span of %s', (step, span) => {
    const times = [...every(step, 20), 1000 + step * 90, 1000 + step * 180];

    expect(told(placed(times))[0]?.[1]).toContain(`timechart span=${span} `);
  });
});

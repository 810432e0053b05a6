import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRandom } from '../../src/random.ts';
import { model } from '../../tools/export/model.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, withColumn } from '../support/rows/sample-flows.ts';
import { FIRST_HOUR, HOUR, loads } from '../support/rows/sample-series.ts';

const HORIZON = 3;
const HOURS = 400;

/** The sizes of the hosts, and of their noise in these. */
const hosts = { small: [1, 1], large: [1e8, 1], noisy: [1e3, 4] } as const;
const names = Object.keys(hosts) as (keyof typeof hosts)[];

/** Makes a load on each host that repeats itself daily. */
function makeRows(hours: number): Table {
  const random = createRandom(8);
  const rows = Array.from({ length: hours }, (_, hour) =>
    names.map((name) => {
      const [size, noise] = hosts[name];
      const day = 10 * Math.sin((2 * Math.PI * hour) / 24);
      const load = size * (50 + day + noise * random.normal());
      return [String(FIRST_HOUR + HOUR * hour), name, String(load)];
    }),
  );
  return { fields: ['_time', 'host', 'load'], rows: rows.flat() };
}

const all = makeRows(HOURS);
const recent: Table = { fields: all.fields, rows: all.rows.slice(-60 * names.length) };

let head: SearchHead;
let told: string[];

beforeAll(async () => {
  head = await SearchHead.start();
  const fit = `lstmfit load from load into m by host horizon=${HORIZON} window=12 units=8 epochs=12 seed=1`;
  const { messages } = await head.run(fit, all);
  told = messages.map(([, text]) => text);
});

afterAll(() => head.close());

const numbers = (table: Table, field: string): number[] =>
  column(table, field).map((text) => (text === '' ? Number.NaN : Number(text)));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const COLUMNS = ['predicted(load)', 'lower(load)', 'upper(load)'] as const;

describe('a forecast of hosts of different sizes', () => {
  it('errs less than the last value on each, within bounds as wide as each needs', async () => {
    const { table } = await head.run('lstmscore m', recent);

    const [load, predicted, lower, upper] = ['load', ...COLUMNS].map((f) => numbers(table, f));
    const widths = names.map((name, which) => {
      const own = [...recent.rows.keys()].filter((row) => row % names.length === which);
      const known = own.slice(HORIZON);
      const errors = known.map((row) => Math.abs(load?.[row] - predicted?.[row]));
      const before = known.map((row) =>
        Math.abs(load?.[row] - load?.[row - HORIZON * names.length]),
      );
      expect(mean(errors)).toBeLessThan(mean(before));
      const held = known.filter(
        (row) => load?.[row] >= lower?.[row] && load?.[row] <= upper?.[row],
      );
      expect(held.length / known.length).toBeGreaterThan(0.75);
      return mean(known.map((row) => upper?.[row] - lower?.[row])) / hosts[name][0];
    });
    const [small = 0, large = 0, noisy = 0] = widths;
    expect(large / small).toBeGreaterThan(0.7);
    expect(large / small).toBeLessThan(1.4);
    expect(noisy / small).toBeGreaterThan(2);
    expect(told).toContainEqual(
      expect.stringMatching(
        /^Intervals of 90 % by the errors on validation rows, in proportion to the spread of each window, and wider or narrower for some entities\. /,
      ),
    );
  });

  it('is the same of a stream, with since, and for rows to come', async () => {
    const { table } = await head.run('lstmscore m', recent);
    const streamed = await head.run('lstmscore m order=input', recent, { statefulChunkRows: 7 });
    const since = FIRST_HOUR + (HOURS - 10) * HOUR;
    const later = await head.run(`lstmscore m since=${since}`, recent);
    const cut = { ...recent, rows: recent.rows.slice(0, -HORIZON * names.length) };
    const future = await head.run(`lstmscore m future=${HORIZON}`, cut);

    expect(streamed.table).toEqual(table);
    for (const name of COLUMNS) {
      const scored = column(table, name);
      expect(column(later.table, name).slice(-30)).toEqual(scored.slice(-30));
      const ahead = column(future.table, name).slice(-HORIZON * names.length);
      const last = names.map((_, which) => ahead[which * HORIZON + HORIZON - 1]);
      expect(last.toSorted()).toEqual(scored.slice(-names.length).toSorted());
    }
  });

  it('is a thousand times as large for a host a thousand times as large, which training had not', async () => {
    const scored = async (factor: number): Promise<Table> => {
      const renamed = withColumn(recent, 'host', (host) => `new ${host}`);
      const rows = withColumn(renamed, 'load', (load) => String(factor * Number(load)));
      return (await head.run('lstmscore m', rows)).table;
    };
    const [once, thousandfold] = [await scored(1), await scored(1000)];

    for (const name of COLUMNS) {
      const [small, large] = [numbers(once, name), numbers(thousandfold, name)];
      for (const row of [...small.keys()].slice(HORIZON * names.length)) {
        expect(large[row] / small[row] / 1000).toBeCloseTo(1, 4);
      }
    }
  });

  it('is not exported, as other frameworks would have to scale windows', async () => {
    const file = head.pathOf(head.modelFile('m'));

    await expect(model(['export', file, '--to', 'onnx'], () => undefined)).rejects.toThrow(
      'This forecast scales each window by its own spread, which an exported network cannot: fit a model for entities of one size, or use lstmscore.',
    );
  });

  it('is not exported either where it reads more of a series than the window', async () => {
    await head.run('lstmfit load from load into one horizon=3 window=6 epochs=1 units=4', loads());
    const file = head.pathOf(head.modelFile('one'));

    await expect(model(['export', file, '--to', 'onnx'], () => undefined)).rejects.toThrow(
      'This forecast reads rows one season before, rows to come, or each value of the window beside the LSTM, which an exported network does not: fit it with time_features=none wide=false and without future_fields, or use lstmscore.',
    );
  });

  it('is explained in its own unit', async () => {
    const { table } = await head.run('lstmscore m explain=1', recent);

    const reasons = column(table, 'reason(load)').slice(HORIZON * names.length);
    for (const reason of reasons)
      expect(reason).toMatch(/^(?:load|hour|season) \(\d+ back\):[+-][\d.e+-]+$/m);
  });
});

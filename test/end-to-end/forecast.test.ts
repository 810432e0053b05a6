import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, newestFirst, shuffled, withColumn } from '../support/rows/sample-flows.ts';
import { FIRST_HOUR, HOUR, loads, SHORT } from '../support/rows/sample-series.ts';

let head: SearchHead;

const HORIZON = 3;
const hosts = loads(240, ['web', 'db']);
const recent: Table = { fields: hosts.fields, rows: hosts.rows.slice(-60) };
/** Each host has one row an hour. */
const HOSTS = 2;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit load from load into m by host horizon=${HORIZON} ${SHORT}`, hosts);
});

afterAll(() => head.close());

const numbers = (table: Table, field: string): number[] =>
  column(table, field).map((text) => (text === '' ? Number.NaN : Number(text)));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('lstmfit with a horizon', () => {
  it('trains a forecast of numbers, whose epochs have a mean absolute error', async () => {
    const { table } = await head.run(`lstmfit load from load into e horizon=2 ${SHORT}`, loads());

    expect(table.fields.slice(0, 5)).toEqual(['epoch', 'loss', 'val_loss', 'mae', 'val_mae']);
    expect(numbers(table, 'val_mae').every((mae) => mae > 0)).toBe(true);
  });

  it('sums up the horizon, the season and the interval', async () => {
    const fit = `lstmfit load from load into s by host horizon=${HORIZON} output=summary ${SHORT}`;
    const [summary] = await head.records(fit, hosts);

    expect(summary).toMatchObject({ mode: 'forecast', window: '6', horizon: '3', period: '24' });
    // No window predicts the first three of 240 hours; two at the border are left out, as both parts hold
    // them.
    expect(summary).toMatchObject({ rows: '480', rows_used: String(2 * (240 - 3 - 2)) });
    expect(summary?.['baseline']).toMatch(/^(?:ridge|seasonal naive \(24 rows\))$/);
    expect(Number(summary?.['val_coverage'])).toBeGreaterThan(0.85);
    expect(Object.keys(summary ?? {})).toEqual(
      expect.arrayContaining(['val_mae', 'val_rmse', 'val_r2', 'val_mase', 'baseline_mase']),
    );
  });

  it('computes the figures of what it returns: the forecast that stands on a row', async () => {
    const fit = `lstmfit load from load into p by host horizon=${HORIZON} test=0.2 ${SHORT}`;
    const [summary = {}] = await head.records(`${fit} output=summary`, hosts);
    const { table } = await head.run(`${fit} output=predictions`, hosts);

    const sets = column(table, 'set(load)');
    const of = (field: string) => numbers(table, field);
    const [load, predicted] = [of('load'), of('predicted(load)')];
    const [lower, upper] = [of('lower(load)'), of('upper(load)')];
    const inSet = (set: string) => [...sets.keys()].filter((row) => sets[row] === set);
    const at = (values: readonly number[], row: number): number => values[row];
    const test = inSet('test');
    const errors = test.map((row) => Math.abs(at(load, row) - at(predicted, row)));
    const held = test.filter(
      (row) => at(load, row) >= at(lower, row) && at(load, row) <= at(upper, row),
    );
    const seasons = inSet('train').filter((row) => row >= 24 * HOSTS);
    const naive = seasons.map((row) => Math.abs(at(load, row) - at(load, row - 24 * HOSTS)));
    expect(Number(summary['test_mae'])).toBeCloseTo(mean(errors), 3);
    expect(Number(summary['test_rmse'])).toBeCloseTo(Math.sqrt(mean(errors.map((e) => e * e))), 3);
    expect(Number(summary['test_mase'])).toBeCloseTo(mean(errors) / mean(naive), 4);
    expect(Number(summary['test_coverage'])).toBeCloseTo(held.length / test.length, 5);
  });

  it('names the season and the intervals that it found, and says that a simple forecast is better', async () => {
    const { messages } = await head.run(
      `lstmfit load from load into w by host horizon=${HORIZON} window=6 epochs=12 units=4`,
      hosts,
    );

    const said = messages.map(([level, text]) => `${level} ${text}`);
    expect(said).toContainEqual(
      'INFO The training rows repeat every 24 rows: mase is 1 for repeating them.',
    );
    expect(said).toContainEqual(
      expect.stringMatching(
        /^INFO Intervals of 90 % by the errors on validation rows: \S+ to \+\S+ for the next row, \S+ to \+\S+ for 3 rows ahead\. They hold \S+ % of these rows, but these set them: expect fewer of others\.$/,
      ),
    );
    expect(said).toContainEqual(
      expect.stringMatching(
        /^WARN A simpler model is as good on these rows: .* of (?:ridge|seasonal naive \(24 rows\)); try/,
      ),
    );
    expect(said.join()).not.toMatch(/copies|copy of load|identifier/);
  });

  it('warns of rows that are not evenly spaced, in words that make them so', async () => {
    const odd = withColumn(loads(), '_time', (time, row) => String(Number(time) + (row % 3) * 900));
    const fit = `lstmfit load from load into odd horizon=2 ${SHORT}`;
    const { messages } = await head.run(fit, odd);

    const warnings = messages.filter(([, text]) => /span=/.test(text));
    expect(warnings).toEqual([
      [
        'WARN',
        expect.stringMatching(/% of the steps .* \| timechart span=\S+ avg\(load\) AS load\.$/),
      ],
    ]);
  });

  it('leaves intervals out where too few rows are held out', async () => {
    const fit = `lstmfit load from load into few horizon=2 ${SHORT}`;
    const { messages } = await head.run(fit, loads(60));
    const scored = await head.run('lstmscore few', loads(10));

    expect(messages).toContainEqual([
      'WARN',
      'Too few validation rows for intervals of 90 %: lower and upper stay empty. Search for more rows.',
    ]);
    expect(new Set(column(scored.table, 'lower(load)'))).toEqual(new Set(['']));
    expect(column(scored.table, 'predicted(load)').at(-1)).not.toBe('');
  });

  it('reads the past of its target, whatever fields are named after from', async () => {
    await head.run(`lstmfit load from remark host into named horizon=2 ${SHORT}`, hosts);

    const [{ header } = { header: {} }] = head.versions('named');
    const { encoder } = header as { encoder: { fields: { field: string }[] } };
    expect(encoder.fields.map(({ field }) => field)).toEqual(['load', 'host']);
  });

  it('keeps the mode of a model, and compares forecasts of one horizon', async () => {
    const { sentence } = await head.refusal(`lstmfit load from host into m ${SHORT}`, hosts);
    expect(sentence).toBe(
      'Model m forecasts a number, and this fit would make it one that predicts a number: choose another name after into.',
    );

    const better = `lstmfit load from load into b horizon=2 replace=better ${SHORT}`;
    await head.run(better, loads(200));
    const later = loads(480);
    const again = await head.run(better, later);
    const other = await head.run(better.replace('horizon=2', 'horizon=4'), later);
    const told = (messages: typeof again.messages) =>
      messages.map(([, text]) => text).filter((text) => text.startsWith('replace=better'));
    expect(told(again.messages)).toEqual([
      expect.stringMatching(
        /^replace=better (?:kept|replaced) .* on the same \d+ held-out rows .*mae /,
      ),
    ]);
    expect(told(other.messages)).toEqual([
      expect.stringMatching(/not comparable, since the old model forecasts 2 rows ahead/),
    ]);
  });
});

describe('lstmscore with a forecast', () => {
  it('puts each forecast on the row that it predicts, made `horizon` rows before', async () => {
    const { table } = await head.once('lstmscore m', recent);
    const jump = withColumn(recent, 'load', (load, row) =>
      row === 20 ? String(Number(load) + 40) : load,
    );
    const after = (await head.run('lstmscore m', jump)).table;

    expect(table.fields).toEqual([
      ...recent.fields,
      'predicted(load)',
      'lower(load)',
      'upper(load)',
      'status(load)',
      'residual_score(load)',
      'is_anomaly(load)',
    ]);
    const warm = Array(HORIZON * HOSTS).fill('warmup');
    expect(column(table, 'status(load)')).toEqual([...warm, ...Array(60 - warm.length).fill('ok')]);
    const [before, changed] = [table, after].map((rows) => column(rows, 'predicted(load)'));
    const rows = [...(before ?? []).keys()].filter((row) => before?.[row] !== changed?.[row]);
    // The window has six rows of the host; its first row is predicted three rows after the jump.
    const first = 20 + HORIZON * HOSTS;
    expect(rows).toEqual(Array.from({ length: 6 }, (_, index) => first + index * HOSTS));
  });

  it('lies between its bounds', async () => {
    const { table } = await head.once('lstmscore m as f', recent);

    const own = ['f', 'f_lower', 'f_upper', 'f_status', 'f_residual_score', 'f_is_anomaly'];
    expect(table.fields.slice(-6)).toEqual(own);
    const known = [...table.rows.keys()].slice(HORIZON * HOSTS);
    const [forecast, lower, upper] = ['f', 'f_lower', 'f_upper'].map((f) => numbers(table, f));
    for (const row of known) {
      expect(lower?.[row]).toBeLessThan(upper?.[row]);
      expect(forecast?.[row]).toBeGreaterThan(0);
    }
  });

  it('predicts the same for rows of a stream, and in any order', async () => {
    const { table } = await head.once('lstmscore m', recent);
    const streamed = await head.run('lstmscore m order=input', recent, { statefulChunkRows: 7 });
    const mixed = await head.run('lstmscore m', shuffled(recent));

    expect(streamed.table).toEqual(table);
    expect(new Set(mixed.table.rows.map(String))).toEqual(new Set(table.rows.map(String)));
  });

  it('is explained by the rows that it reads, in its unit', async () => {
    const { table } = await head.run('lstmscore m explain=2', recent);

    const reasons = column(table, 'reason(load)').slice(HORIZON * HOSTS);
    for (const reason of reasons) expect(reason).toMatch(/^load \([3-9] back\):[+-][\d.e-]+$/m);
  });

  it('forecasts rows whose own value is not known', async () => {
    const { table } = await head.once('lstmscore m', recent);
    const open = withColumn(recent, 'load', (load, row) => (row >= 56 ? '' : load));
    const scored = (await head.run('lstmscore m', open)).table;

    expect(column(scored, 'predicted(load)')).toEqual(column(table, 'predicted(load)'));
  });
});

describe('bounds and scores of errors', () => {
  const scored = async (search: string, input: Table) => (await head.run(search, input)).table;

  it('call a value that nobody expected an anomaly, and only that', async () => {
    const odd = withColumn(hosts, 'load', (load, row) => (row === 470 ? '400' : load));
    const table = await scored('lstmscore m as f', odd);

    const scores = numbers(table, 'f_residual_score');
    expect(scores[470]).toBeGreaterThan(0.999);
    expect(scores[470]).toBeLessThan(1);
    expect(column(table, 'f_is_anomaly').indexOf('true', 400)).toBe(470);
  });

  it('have no score where no value came', async () => {
    const open = withColumn(recent, 'load', (load, row) => (row === 40 ? '' : load));
    const table = await scored('lstmscore m as f', open);

    expect(column(table, 'f_residual_score')[40]).toBe('');
    expect(column(table, 'f_is_anomaly')[40]).toBe('');
  });

  it('follow a threshold, or a budget of alerts', async () => {
    const all = await scored('lstmscore m as f threshold=0', recent);
    const none = await scored('lstmscore m as f threshold=1', recent);
    const few = await scored('lstmscore m as f threshold=alerts:1/day', recent);

    const alerts = (table: Table): number =>
      column(table, 'f_is_anomaly').filter((text) => text === 'true').length;
    expect(alerts(all)).toBe(60 - HORIZON * HOSTS);
    expect(alerts(none)).toBe(0);
    expect(alerts(few)).toBeLessThan(alerts(all));
  });

  it('are the same for rows after `since`, whose history adapts bounds', async () => {
    const since = `since=${FIRST_HOUR + 230 * HOUR}`;
    const all = (await head.once('lstmscore m', recent)).table;
    const last = await scored(`lstmscore m ${since}`, recent);

    expect(last.rows).toEqual(all.rows.slice(-10 * HOSTS));
  });

  it('widen where a series has become wilder than it was in the fit', async () => {
    const wild = withColumn(loads(600, ['web', 'db']), 'load', (load, row) =>
      row < 480 ? load : String(Number(load) + 99 * (((row * 7919) % 13) / 6 - 1)),
    );
    const table = await scored('lstmscore m as f', wild);

    const [load, lower, upper] = ['load', 'f_lower', 'f_upper'].map((f) => numbers(table, f));
    const later = [...table.rows.keys()].slice(-400);
    const held = later.filter((row) => load[row] >= lower[row] && load[row] <= upper[row]);
    expect(held.length / later.length).toBeGreaterThan(0.85);
    const width = (row: number): number => upper[row] - lower[row];
    expect(width(1199)).toBeGreaterThan(2 * width(470));
  });

  it('hold the share that was asked for', async () => {
    await head.run(
      `lstmfit load from load into half by host horizon=1 interval=0.5 ${SHORT}`,
      hosts,
    );
    const table = await scored('lstmscore half as f', loads(900, ['web', 'db']));

    const [load, lower, upper] = ['load', 'f_lower', 'f_upper'].map((f) => numbers(table, f));
    const later = [...table.rows.keys()].slice(480);
    const held = later.filter((row) => load[row] >= lower[row] && load[row] <= upper[row]);
    expect(held.length / later.length).toBeGreaterThan(0.42);
    expect(held.length / later.length).toBeLessThan(0.58);
  });
});

describe('the hour of a forecast', () => {
  const said = async (fit: string, input: Table): Promise<string> =>
    (await head.run(`lstmfit load from load into hour horizon=6 ${fit}`, input)).messages.join(
      '\n',
    );

  it('is read where each day is alike, in the time zone that is asked for', async () => {
    const days = loads(600);

    expect(await said(SHORT, days)).toMatch(/Features of time: .*\(UTC\)/);
    expect(await said(`${SHORT} time_zone=Asia/Tokyo`, days)).toMatch(
      /Features of time: .*\(Asia\/Tokyo\)/,
    );
  });
});

describe('the season of a forecast', () => {
  it('is missed where results begin too late, which a message says', async () => {
    const { messages } = await head.once('lstmscore m', recent);
    const { messages: whole } = await head.run('lstmscore m', hosts);

    const said = messages.map(([level, text]) => `${level} ${text}`);
    expect(said).toContainEqual(
      expect.stringMatching(
        /^WARN \d+ of 54 rows are forecast without the season of load, whose values 24 rows before are not among the results, and so less well: search further back, so that 33 rows of each entity come before the first one that counts\.$/,
      ),
    );
    expect(whole.join()).not.toMatch(/without the season/);
  });
});

describe('what is known of rows to come', () => {
  const isHoliday = (row: number): boolean => (row * 7919) % 11 < 3;
  const withHolidays: Table = {
    fields: ['_time', 'load', 'holiday'],
    rows: loads(400).rows.map(([time, , load], row) => [
      time as string,
      String(Number(load) - (isHoliday(row) ? 30 : 0)),
      isHoliday(row) ? 'yes' : 'no',
    ]),
  };

  it('is read at the row that is forecast, and can be appended without a value', async () => {
    const fit = 'lstmfit load from load holiday into holidays horizon=2 future_fields=holiday';
    await head.run(`${fit} window=6 epochs=20 units=8`, withHolidays);
    const next = ['yes', 'no'].map((holiday): Table => {
      const times = [1, 2].map((step) => String(FIRST_HOUR + (399 + step) * HOUR));
      const added = times.map((time, at) => [time, '', at === 0 ? 'no' : holiday]);
      return { fields: withHolidays.fields, rows: [...withHolidays.rows, ...added] };
    });
    const [off, on] = await Promise.all(
      next.map(async (rows) => (await head.run('lstmscore holidays', rows)).table),
    );

    const forecastsOf = (table: Table | undefined) => column(table as Table, 'predicted(load)');
    expect(forecastsOf(off).slice(0, -1)).toEqual(forecastsOf(on).slice(0, -1));
    const fall = Number(forecastsOf(on).at(-1)) - Number(forecastsOf(off).at(-1));
    expect(fall).toBeGreaterThan(15);
  });

  it('is missing from rows that future appends, which a message says', async () => {
    const { messages } = await head.run('lstmscore holidays future=2', withHolidays);

    expect(messages).toContainEqual([
      'WARN',
      'Future rows are forecast without holiday, which nobody told of them: append rows with these fields and an empty target to the search instead, and each gets its forecast.',
    ]);
  });
});

describe('future', () => {
  const last = FIRST_HOUR + 239 * HOUR;

  it('appends rows after the last one of each entity, with time, by fields and forecast only', async () => {
    const { table, messages } = await head.run('lstmscore m as f future=3', recent);
    const received = (await head.once('lstmscore m as f', recent)).table;

    expect(table.rows.slice(0, 60)).toEqual(received.rows);
    const added: Table = { fields: table.fields, rows: table.rows.slice(60) };
    expect(column(added, 'host')).toEqual(['web', 'web', 'web', 'db', 'db', 'db']);
    const times = [1, 2, 3].map((step) => String(last + step * HOUR));
    expect(column(added, '_time')).toEqual([...times, ...times]);
    expect(new Set(column(added, 'f_status'))).toEqual(new Set(['future']));
    for (const field of ['load', 'remark']) expect(column(added, field)).toEqual(Array(6).fill(''));
    for (const field of ['f', 'f_lower', 'f_upper']) {
      expect(numbers(added, field).every(Number.isFinite)).toBe(true);
    }
    expect(messages).toContainEqual(['INFO', '6 future rows appended to the results.']);
  });

  it('predicts what the rows are given when they come', async () => {
    const before: Table = { fields: recent.fields, rows: recent.rows.slice(0, -HORIZON * HOSTS) };
    const { table } = await head.run('lstmscore m as f future=3', before);
    const after = (await head.once('lstmscore m as f', recent)).table;

    const tail = (rows: Table): string[] =>
      column(rows, 'f').filter((_, row) => Number(column(rows, '_time')[row]) === last);
    expect(tail(table)).toEqual(tail(after));
  });

  it('follows newest-first rows as well, and rows before since', async () => {
    const { table } = await head.run('lstmscore m as f future=2', newestFirst(recent));
    const since = `since=${last}`;
    const recently = (await head.run(`lstmscore m as f future=2 ${since}`, recent)).table;

    const added = (rows: Table): string[] =>
      rows.rows.map(String).filter((_, row) => column(rows, 'f_status')[row] === 'future');
    expect(added(table)).toHaveLength(4);
    expect(new Set(added(recently))).toEqual(new Set(added(table)));
    expect(recently.rows).toHaveLength(2 + 4);
  });

  it('writes times in the form that the rows have', async () => {
    const iso = withColumn(loads(), '_time', (time) => new Date(Number(time) * 1000).toISOString());
    await head.run(`lstmfit load from load into iso horizon=2 ${SHORT}`, iso);
    const { table } = await head.run('lstmscore iso future=2', iso);

    expect(column(table, '_time').slice(-2)).toEqual([
      new Date((last + HOUR) * 1000).toISOString(),
      new Date((last + 2 * HOUR) * 1000).toISOString(),
    ]);
  });

  it('adds no rows for an entity with too few rows, and says so', async () => {
    await head.run(`lstmfit load from load into warm by host horizon=2 min_rows=6 ${SHORT}`, hosts);
    const odd: Table = {
      fields: hosts.fields,
      rows: [...recent.rows, [String(last), 'new', '5', '']],
    };
    const { table, messages } = await head.run('lstmscore warm future=1', odd);

    expect(column(table, 'host').slice(61)).toEqual(['web', 'db']);
    expect(messages).toContainEqual([
      'INFO',
      '2 future rows appended to the results. None for 1 with fewer than 4 rows, or no two in a row.',
    ]);
  });
});

it('future needs times', async () => {
  const timeless = ({ fields, rows }: Table): Table => {
    return { fields: fields.slice(1), rows: rows.map((row) => row.slice(1)) };
  };
  const fit = 'lstmfit load from load into timeless by host horizon=2 time_features=none';
  await head.run(`${fit} ${SHORT}`, timeless(hosts));
  const { sentence } = await head.refusal('lstmscore timeless future=2', timeless(recent));

  expect(sentence).toMatch(/^future needs the time field _time, and no result has a readable one/);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRandom, shuffle } from '../../src/random.ts';
import { makeHostEvents } from '../../tools/local-splunk/hosts/host-events.ts';
import { selectFields, type Table, toRecords } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';

const HOSTS = { hosts: 6, sessions: 14 };
const training = makeHostEvents({ ...HOSTS, seed: 1 });
const START = Date.UTC(2026, 2, 20) / 1000;
const scored = makeHostEvents({ ...HOSTS, seed: 2, anomalies: 2, start: START });

/** Half of the rows are before it. */
const since = Math.floor(Number(scored.rows[scored.rows.length >> 1]?.[0]));

const FIT = 'from EventCode into m by host units=8 epochs=6';
const FIT_WITH_GAP = 'from EventCode into sessions by host units=4 epochs=2 gap=20m';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit ${FIT}`, training);
  await head.run(`lstmfit ${FIT_WITH_GAP}`, training);
});

afterAll(() => head.close());

const shuffled = ({ fields, rows }: Table): Table => {
  const order = Int32Array.from(rows.keys());
  shuffle(order, createRandom(3));
  return { fields, rows: Array.from(order, (at) => rows[at] ?? []) };
};

const only = ({ fields, rows }: Table, hosts: readonly string[]): Table => {
  const at = fields.indexOf('host');
  return { fields, rows: rows.filter((row) => hosts.includes(String(row[at]))) };
};

describe('lstmscore by=entity', () => {
  it('gives one row an entity, the oddest first', async () => {
    const { table, messages } = await head.once('lstmscore m by=entity', scored);
    const rows = toRecords((await head.once('lstmscore m', scored)).table);
    const entities = toRecords(table);

    expect(table.fields).toEqual([
      ...['_time', 'host', 'entity_score', 'is_anomaly', 'entity_status', 'rows', 'mean_excess'],
      ...['mean_surprise', 'higher_criticism', 'worst_excess', 'worst_rows', 'worst_first'],
      ...['worst_last', 'max_score', 'anomalies', 'expected_anomalies', 'anomalies_chance'],
      ...['first', 'last', 'entity_threshold', 'entity_reason'],
    ]);
    expect(entities.map(({ host }) => host).toSorted()).toEqual(
      [1, 2, 3, 4, 5, 6].map((at) => `host${at}`),
    );
    const scores = entities.map((entity) => Number(entity['entity_score']));
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    for (const entity of entities) {
      const all = rows.filter(({ host }) => host === entity['host']);
      const own = all.filter((row) => row['anomaly_status'] === 'ok');
      const excess = own.map((row) => Number(row['anomaly_excess']));
      const mean = excess.reduce((sum, value) => sum + value, 0) / own.length;
      expect(entity).toMatchObject({
        _time: all[0]?.['_time'],
        rows: String(own.length),
        max_score: String(Math.max(...own.map((row) => Number(row['anomaly_score'])))),
        anomalies: String(own.filter((row) => row['is_anomaly'] === 'true').length),
        is_anomaly: String(Number(entity['entity_score']) >= 0.999),
        entity_threshold: '0.999',
        first: all[0]?.['_time'],
        last: String(Number(all.at(-1)?.['_time'])),
      });
      expect(Number(entity['mean_excess'])).toBeCloseTo(mean, 4);
      expect([entity['entity_reason']].flat().join()).toMatch(/^(EventCode|pause):\+\d/);
    }
    expect(messages.map(([, text]) => text)).toContainEqual(
      expect.stringMatching(
        /^\d of 6 entities reach(es)? 0\.999, which about 0\.001 of usual ones do\. The held-out rows are of \d entities, which show none so rare: such scores are estimates from the tail\.$/,
      ),
    );
  });

  it('gives the same rows, whatever the order of the input', async () => {
    const first = await head.once('lstmscore m by=entity', scored);
    const second = await head.run('lstmscore m by=entity', shuffled(scored));

    expect(second.table).toEqual(first.table);
  });

  it('says the same of an entity, whatever others there are', async () => {
    const all = toRecords((await head.once('lstmscore m by=entity', scored)).table);
    const two = await head.records('lstmscore m by=entity', only(scored, ['host2', 'host5']));

    expect(two).toEqual(all.filter(({ host }) => host === 'host2' || host === 'host5'));
  });

  it('counts the rows since a time only', async () => {
    const rows = await head.records(`lstmscore m since=${since}`, scored);
    const entities = await head.records(`lstmscore m by=entity since=${since}`, scored);

    const total = entities.reduce((sum, entity) => sum + Number(entity['rows']), 0);
    expect(total).toBe(rows.length);
    expect(total).toBeLessThan(scored.rows.length);
    for (const entity of entities) expect(Number(entity['first'])).toBeGreaterThanOrEqual(since);
  });

  it('parts entities by spans, in the order of time, for timechart', async () => {
    const { table } = await head.run('lstmscore m by=entity span=1h', scored);
    const spans = toRecords(table);
    const chart = await head.records('timechart span=1h max(entity_score) by host', table);

    const times = spans.map((span) => Number(span['_time']));
    expect(times.every((time) => time % 3600 === 0)).toBe(true);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(spans.map((span) => `${span['_time']} ${span['host']}`)).size).toBe(
      spans.length,
    );
    expect(Object.keys(chart[0] ?? {})).toContain('host1');
  });

  it('says why an entity has no score', async () => {
    const { fields, rows } = only(scored, ['host1', 'host2']);
    const table = { fields, rows: [...rows, [String(START), 'new', '4624', 'normal']] };
    await head.run(
      'lstmfit from EventCode into warm by host min_rows=3 units=4 epochs=1',
      training,
    );
    const entities = await head.records('lstmscore warm by=entity', table);

    const last = entities.find(({ host }) => host === 'new');
    expect(last).toMatchObject({ entity_status: 'warmup', rows: '0' });
    expect(last).not.toHaveProperty('entity_score');
    expect(last).not.toHaveProperty('is_anomaly');
  });

  it('takes a name, and another threshold', async () => {
    const [entity] = await head.records('lstmscore m by=entity as odd threshold=0.5', scored);

    expect(entity).toMatchObject({
      odd_status: 'ok',
      odd_threshold: '0.5',
      odd_is_anomaly: 'true',
    });
    expect(entity).toHaveProperty('odd');
    expect(entity).toHaveProperty('odd_reason');
    expect(entity).not.toHaveProperty('entity_score');
  });

  it('leaves its column out where a by field has the name, and says so', async () => {
    const fields = training.fields.map((field) => (field === 'host' ? 'rows' : field));
    const table = { fields, rows: training.rows };
    await head.run('lstmfit from EventCode into clash by rows units=4 epochs=1', table);
    const { table: entities, messages } = await head.run('lstmscore clash by=entity', table);
    const [entity] = toRecords(entities);

    expect(entity?.['rows']).toMatch(/^host\d$/);
    expect(messages).toContainEqual([
      'WARN',
      'The by fields of the model take the place of columns of the same name: rows.',
    ]);
  });

  it('has one entity where the model has no by fields', async () => {
    await head.run('lstmfit from EventCode into alone units=4 epochs=1', training);
    const { table, messages } = await head.run('lstmscore alone by=entity', scored);
    const entities = toRecords(table);

    expect(messages.map(([, text]) => text)).toContainEqual(
      expect.stringMatching(
        /^\d of 1 entity .* The held-out rows are of 1 entity, which shows none /,
      ),
    );
    expect(entities).toMatchObject([{ rows: String(scored.rows.length), entity_status: 'ok' }]);
  });

  it('gives nothing where there are no rows', async () => {
    const { table } = await head.run('lstmscore m by=entity', { fields: scored.fields, rows: [] });

    expect(table.rows).toEqual([]);
  });
});

describe('lstmscore by=session', () => {
  it('gives one row for what lies between pauses longer than the gap', async () => {
    const sessions = await head.records('lstmscore sessions by=session', scored);
    const entities = await head.records('lstmscore sessions by=entity', scored);

    expect(sessions.length).toBeGreaterThan(2 * entities.length);
    for (const { host, rows } of entities) {
      const own = sessions.filter((session) => session['host'] === host);
      expect(own.reduce((sum, session) => sum + Number(session['rows']), 0)).toBe(Number(rows));
      const inTime = own.toSorted((a, b) => Number(a['first']) - Number(b['first']));
      for (const [at, session] of inTime.slice(1).entries()) {
        expect(Number(session['first']) - Number(inTime[at]?.['last'])).toBeGreaterThan(1200);
      }
    }
  });
});

describe('a model without times', () => {
  const timeless = selectFields(scored, ['host', 'EventCode']);

  it('has entities without times, and no spans', async () => {
    await head.run('lstmfit from EventCode into plain by host units=4 epochs=1', timeless);
    const entities = await head.records('lstmscore plain by=entity', timeless);
    const { sentence } = await head.refusal('lstmscore plain by=entity span=1h', timeless);

    expect(entities).toHaveLength(6);
    expect(entities[0]).not.toHaveProperty('_time');
    expect(entities[0]).toHaveProperty('entity_score');
    expect(sentence).toBe('span needs the time field _time, and no result has a readable one.');
  });
});

describe('anomaly_trend', () => {
  const trends = async (search: string, table = scored): Promise<Map<string, number>> => {
    const rows = toRecords((await head.once(search, table)).table);
    return new Map(
      rows.flatMap((row) =>
        row['anomaly_trend'] === undefined
          ? []
          : [[`${row['host']} ${row['_time']} ${row['EventCode']}`, Number(row['anomaly_trend'])]],
      ),
    );
  };

  it('is the same in a stream, and in any order of the input', async () => {
    const whole = await trends('lstmscore m');
    const stream = await trends('sort 0 _time | lstmscore m order=input', shuffled(scored));

    expect(whole.size).toBeGreaterThan(500);
    expect(stream).toEqual(whole);
  });

  it('with since is that of one long search, but for what more than 64 rows before leave', async () => {
    const whole = await trends('lstmscore m');
    const recent = await trends(`lstmscore m since=${since}`);
    const streamed = await trends(`sort 0 _time | lstmscore m order=input since=${since}`);

    expect(recent.size).toBeGreaterThan(100);
    expect(streamed.size).toBe(recent.size);
    for (const [row, trend] of recent) {
      expect(Math.abs(trend - (whole.get(row) ?? 0))).toBeLessThan(0.05);
      expect(Math.abs(trend - (streamed.get(row) ?? 0))).toBeLessThan(0.05);
    }
  });

  it('rises and stays where many rows are a little odd', async () => {
    const { fields, rows } = only(scored, ['host1']);
    const at = fields.indexOf('EventCode');
    const random = createRandom(4);
    const codes = rows.map((row) => row[at] ?? '');
    const mixed = rows.map((row, index) =>
      index < 60 ? row : row.with(at, codes[random.integer(codes.length)] ?? ''),
    );
    const found = await head.records('lstmscore m', { fields, rows: mixed });

    const last = found.slice(-20).map((row) => Number(row['anomaly_trend']));
    expect(Math.min(...last)).toBeGreaterThan(0.99);
  });
});

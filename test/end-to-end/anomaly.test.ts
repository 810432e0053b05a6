import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AROUND } from '../../tools/local-splunk/hosts/host-attacks.ts';
import { makeHostEvents, NORMAL } from '../../tools/local-splunk/hosts/host-events.ts';
import { selectFields, type Table, toRecords } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';

const HOSTS = { hosts: 6, sessions: 14 };

const training = makeHostEvents({ ...HOSTS, seed: 1 });
const scored = makeHostEvents({
  ...HOSTS,
  seed: 2,
  anomalies: 2,
  start: Date.UTC(2026, 2, 20) / 1000,
});

const FIT = 'from EventCode into m by host units=8 epochs=6';

const COLUMNS = [
  'anomaly_score',
  'is_anomaly',
  'anomaly_status',
  'anomaly_surprise',
  'anomaly_excess',
  'anomaly_expected',
  'anomaly_rank',
  'anomaly_threshold',
  'anomaly_trend',
];

let head: SearchHead;
/** The rows of the fit, with their predictions. */
let fitted: Table;

beforeAll(async () => {
  head = await SearchHead.start();
  ({ table: fitted } = await head.run(`lstmfit ${FIT} output=predictions`, training));
});

afterAll(() => head.close());

const texts = (table: Table, field: string): string[] => {
  const at = table.fields.indexOf(field);
  return table.rows.map((row) => String(row[at] ?? ''));
};

/** Returns the rows of a search over `scored`, which runs once. */
const rowsOf = async (search: string) => toRecords((await head.once(search, scored)).table);

/** Applies words of Splunk to the rows of a search over `scored`, which runs once. */
const rowsAfter = async (search: string, words: string) =>
  await head.records(words, (await head.once(search, scored)).table);

const values = (messages: readonly (readonly string[])[]): string[] =>
  messages.map(([level, text]) => `${level} ${text}`);

describe('lstmfit without a target', () => {
  it('learns what comes next, and says so', async () => {
    const fit = `lstmfit ${FIT.replace('into m', 'into summed')} output=summary test=0`;
    const { table, messages } = await head.run(fit, training);

    const [summary] = toRecords(table);
    expect(summary).toMatchObject({
      mode: 'anomaly',
      window: '10',
      entities: '6',
      features: '1',
      threshold: '0.999',
      baseline: 'bigram frequency',
    });
    expect(Number(summary?.['val_surprise'])).toBeGreaterThan(0);
    expect(summary).not.toHaveProperty('positive');
    expect(values(messages)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^INFO 1,\d{3} results read, 1,\d{3} used, \d+ of them to validate\.$/,
        ),
        'INFO Integers with at most 1,000 values, each in 20 rows on average, are categories here: EventCode. For quantities use numbers=EventCode.',
        expect.stringMatching(
          /^INFO Validation rows, .*accuracy .*, surprise .* \(bigram frequency: .*surprise /,
        ),
        expect.stringMatching(
          /^INFO anomaly_score is the rank of a row among \d+ validation rows; from 0\.999 on it is an anomaly, about 0\.001 of normal rows\..* Ranks above 0\.99\d are estimated/,
        ),
      ]),
    );
  });

  it('gives the epochs with the share of values that were predicted', async () => {
    const { table } = await head.run(
      'lstmfit from EventCode into e by host epochs=2 units=4',
      training,
    );

    expect(table.fields).toEqual([
      ...['epoch', 'loss', 'val_loss', 'accuracy', 'val_accuracy'],
      ...['learning_rate', 'seconds', 'rows_per_second', 'best'],
    ]);
    expect(table.rows).toHaveLength(2);
  });

  it('returns the rows with the set of each', () => {
    expect(fitted.fields).toEqual([...training.fields, ...COLUMNS, 'anomaly_set']);
    expect(new Set(texts(fitted, 'anomaly_set'))).toEqual(new Set(['train', 'validation', 'test']));
  });

  it('takes the share of rows that may be anomalies', async () => {
    const [summary] = await head.records(
      'lstmfit from EventCode into t by host units=4 epochs=1 output=summary threshold=fpr:0.02',
      training,
    );

    expect(summary).toMatchObject({ threshold: '0.98' });
  });

  it('keeps the model where the new one is more surprised by the same rows', async () => {
    const worse = `lstmfit ${FIT.replace('epochs=6', 'epochs=1')} replace=better learning_rate=1e-6`;
    const { messages } = await head.run(worse, scored);

    expect(values(messages)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^WARN replace=better kept m version 1: /)]),
    );
  });
});

describe('lstmscore with a model of what comes next', () => {
  it('adds its columns to every row', async () => {
    const { table, messages } = await head.once('lstmscore m', scored);

    expect(table.fields).toEqual([...scored.fields, ...COLUMNS]);
    const rows = toRecords(table);
    expect(new Set(rows.map((row) => row['anomaly_status']))).toEqual(new Set(['ok']));
    expect(values(messages)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^INFO 1,\d{3} of 1,\d{3} results scored\.$/),
        expect.stringMatching(/^INFO 2 values that training had fewer than 3 times/),
      ]),
    );
    for (const row of rows.filter((found) => found['anomaly_status'] === 'ok')) {
      expect(Number(row['anomaly_score'])).toBeGreaterThan(0);
      expect(Number(row['anomaly_score'])).toBeLessThan(1);
      expect(row['is_anomaly']).toBe(String(Number(row['anomaly_score']) >= 0.999));
    }
  });

  it('ranks an event that never occurred among the oddest in a thousand, and says what was expected', async () => {
    // After few epochs the network is behind counts of pairs, and what it says of an unknown value is not sure.
    await head.run('lstmfit from EventCode into learnt by host units=8 epochs=20', training);
    const rows = await head.records('lstmscore learnt', scored);
    const scores = (kind: string): number[] =>
      rows.filter((row) => row['kind'] === kind).map((row) => Number(row['anomaly_score'] ?? 0));

    const least = Math.min(...scores('unknown event'));
    const odder = scores(NORMAL).filter((score) => score >= least);
    expect(odder.length).toBeLessThan(0.001 * scored.rows.length);
    const unknown = rows.find((row) => row['kind'] === 'unknown event');
    expect(unknown).toMatchObject({
      EventCode: '1102',
      is_anomaly: 'true',
      anomaly_expected: [
        expect.stringMatching(/^EventCode=\d{4}$/),
        expect.stringMatching(/^EventCode=\d{4}$/),
        expect.stringMatching(/^EventCode=\d{4}$/),
      ],
    });
    expect(Number(unknown?.['anomaly_rank'])).toBeGreaterThan(20);
    expect(scores(AROUND).length).toBeGreaterThan(0);
  });

  it('gives the same as a stream, and names columns as the user asks', async () => {
    const all = await rowsOf('lstmscore m as odd');
    const streamed = await head.records('lstmscore m as odd order=input', scored, {
      statefulChunkRows: 97,
    });

    expect(streamed).toEqual(all);
    expect(Object.keys(all.at(-1) ?? {})).toEqual([
      ...scored.fields,
      ...['odd', 'odd_is_anomaly', 'odd_status', 'odd_surprise', 'odd_excess', 'odd_expected'],
      ...['odd_rank', 'odd_threshold', 'odd_trend'],
    ]);
  });

  it('names no field in what was expected where there is one only', async () => {
    const alone = selectFields(scored, ['host', 'EventCode']);
    await head.run('lstmfit from EventCode into alone by host units=4 epochs=1', alone);
    const [, row] = (await head.records('lstmscore alone', alone)).filter(
      (found) => found['anomaly_status'] === 'ok',
    );

    expect(row?.['anomaly_expected']).toEqual(
      expect.arrayContaining([expect.stringMatching(/^\d{4}$/)]),
    );
  });

  it('calls a row an anomaly where its value is not among the likeliest', async () => {
    const share = async (options: string): Promise<number> => {
      const rows = await rowsOf(`lstmscore m ${options}`);
      const known = rows.filter((row) => row['anomaly_status'] === 'ok');
      return known.filter((row) => row['is_anomaly'] === 'true').length / known.length;
    };

    expect(await share('top=1')).toBeGreaterThan(await share('top=9'));
    // With top=10000 only the two events that training never had are anomalies.
    const count = texts(scored, 'EventCode').length;
    expect(await share('top=10000')).toBeCloseTo(2 / count, 9);
    expect(await share('threshold=0')).toBe(1);
    expect(await share('threshold=fpr:0.2')).toBeCloseTo(0.2, 1);
  });

  it('names the fields that add most to the score, that of the likely values first', async () => {
    const { table, messages } = await head.run('lstmscore m explain=2', scored);
    const explained = toRecords(table);

    for (const row of explained.filter((found) => found['anomaly_status'] === 'ok')) {
      const count = [row['anomaly_reason'] ?? []].flat().length;
      expect(count).toBe(row['is_anomaly'] === 'true' ? 2 : 0);
    }
    for (const row of explained.filter((found) => found['anomaly_reason'] !== undefined)) {
      const [first = ''] = [row['anomaly_reason'] ?? []].flat();
      const [expected = ''] = [row['anomaly_expected'] ?? []].flat();
      // A field, or what is counted of one.
      const [, field] =
        /^(?:rare )?(EventCode|pause)(?: \(\d back\)| (?:seldom )?with \w+| by itself)?:\+[\d.]+$/.exec(
          first,
        ) ?? [];
      expect(field).toBeDefined();
      expect(expected.split('=')[0]).toBe(field);
    }
    expect(values(messages)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^INFO Explained \d+ rows with a score from 0\.999 on;/),
      ]),
    );
  });

  it('takes values that training never had as anomalies under top, however likely other is', async () => {
    // One row in six has a user of its own, so that "other" is among the three likeliest values.
    const users = (first: number): string[] =>
      Array.from({ length: 600 }, (_, row) =>
        row % 6 === 5 ? `own ${first + row}` : `u${row % 6}`,
      );
    const rowsOf = (names: readonly string[], load: (row: number) => string): Table => ({
      fields: ['_time', 'user', 'load'],
      rows: names.map((user, row) => [String(row), user, load(row)]),
    });
    const usual = (row: number): string => String(10 + (row % 40) / 8);
    const names = users(0);
    await head.run(
      'lstmfit from user load into users units=4 epochs=4 time_features=none',
      rowsOf(names, usual),
    );
    const odd = new Map([
      [100, '9.99'],
      [200, '15'],
      [300, ''],
    ]);
    const rows = rowsOf([...names.slice(0, 599), 'newcomer'], (row) => odd.get(row) ?? usual(row));

    const found = await head.records('lstmscore users top=100', rows);

    const alerts = found.flatMap((row, at) => (row['is_anomaly'] === 'true' ? [at] : []));
    const rare = names.flatMap((user, at) => (user.startsWith('own') ? [at] : []));
    expect(alerts).toEqual([...rare, ...odd.keys()].sort((a, b) => a - b));
    // Its rank alone would not make "other" an anomaly.
    expect(found[599]).toMatchObject({ is_anomaly: 'true', anomaly_status: 'ok' });
  });

  it('adds columns that are no features of a later fit', async () => {
    const { table: once } = await head.once('lstmscore m', scored);
    const { table } = await head.run('lstmscore m as odd', once);
    const fit =
      'lstmfit kind from * into later mode=classify split=random units=2 epochs=1 output=summary';

    expect(await head.records(fit, table)).toMatchObject([{ features: '1' }]);
  });
});

describe('lstm_entity', () => {
  it('tells which hosts are odd, however many rows each has', async () => {
    const rows = await rowsOf('lstmscore m');
    const entities = await rowsAfter('lstmscore m', '`lstm_entity(host)`');

    expect(entities).toHaveLength(6);
    const expected = [...new Set(rows.map((row) => String(row['host'])))].map((host) => {
      const own = rows.filter((row) => row['host'] === host && row['anomaly_status'] === 'ok');
      const highest = Math.max(...own.map((row) => Number(row['anomaly_score'])));
      return {
        host,
        rows: String(own.length),
        max: highest,
        chance: highest ** own.length,
        anomalies: String(own.filter((row) => row['is_anomaly'] === 'true').length),
        normal: own.length * 0.001,
      };
    });
    expected.sort((a, b) => b.chance - a.chance);
    expect(entities.map((row) => [row['host'], row['rows'], row['anomalies']])).toEqual(
      expected.map(({ host, rows: count, anomalies }) => [host, count, anomalies]),
    );
    for (const [at, { max, chance, normal }] of expected.entries()) {
      expect(Number(entities[at]?.['max_score'])).toBe(max);
      expect(Number(entities[at]?.['entity_score'])).toBeCloseTo(chance, 9);
      expect(Number(entities[at]?.['expected_anomalies'])).toBeCloseTo(normal, 9);
    }
  });

  const scoresOf = (rows: readonly Record<string, unknown>[], least: number): number =>
    rows.filter(
      (row) => row['anomaly_status'] === 'ok' && Number(row['anomaly_score'] ?? 0) >= least,
    ).length;
  const summed = (entities: readonly Record<string, unknown>[], field: string): number =>
    entities.reduce((sum, entity) => sum + Number(entity[field]), 0);

  it.each([
    ['lstmscore m', '`lstm_entity(host)`', 0.999],
    ['lstmscore m', '`lstm_entity(host,0.99)`', 0.99],
    ['lstmscore m threshold=0.9', '`lstm_entity(host)`', 0.9],
    ['lstmscore m threshold=0.9', '`lstm_entity(host,0.99)`', 0.99],
    ['lstmscore m threshold=fpr:0.02', '`lstm_entity(host)`', 0.98],
    ['lstmscore m top=3', '`lstm_entity(host,0.9)`', 0.9],
    ['lstmscore m as odd', '`lstm_entity_as(host,odd)`', 0.999],
    ['lstmscore m as odd threshold=0.9', '`lstm_entity_as(host,odd)`', 0.9],
    ['lstmscore m as odd threshold=0.9', '`lstm_entity_as(host,0.95,odd)`', 0.95],
  ])('%s | %s counts and expects by one threshold', async (search, macro, threshold) => {
    const rows = await rowsOf('lstmscore m');
    const entities = await rowsAfter(search, macro);

    expect(entities).toHaveLength(6);
    expect(summed(entities, 'rows')).toBe(scored.rows.length);
    expect(summed(entities, 'anomalies')).toBe(scoresOf(rows, threshold));
    for (const entity of entities) {
      const expected = Number(entity['rows']) * (1 - threshold);
      expect(Number(entity['expected_anomalies'])).toBeCloseTo(expected, 6);
      expect(entity).not.toHaveProperty('note');
    }
  });

  it.each([
    ['lstmscore m by=entity', '`lstm_entity(host)`', 'entity_score'],
    ['lstmscore m by=entity threshold=0.9', '`lstm_entity(host)`', 'entity_score'],
    ['lstmscore m by=entity as odd', '`lstm_entity_as(host,odd)`', 'odd'],
  ])('%s gives the entities that %s shows', async (search, macro, score) => {
    const entities = await rowsOf(search);
    const shown = await rowsAfter(search, macro);

    expect(shown).toHaveLength(6);
    for (const [at, entity] of entities.entries()) {
      expect(shown[at]).toEqual({
        host: entity['host'],
        rows: entity['rows'],
        entity_score: entity[score],
        max_score: entity['max_score'],
        anomalies: entity['anomalies'],
        expected_anomalies: entity['expected_anomalies'],
      });
    }
  });

  it('takes several spans of an entity for so many chances', async () => {
    const spans = await rowsOf('lstmscore m by=entity span=1d');
    const shown = await rowsAfter('lstmscore m by=entity span=1d', '`lstm_entity(host)`');

    for (const { host, entity_score: score, rows } of shown) {
      const own = spans.filter((span) => span['host'] === host && span['entity_status'] === 'ok');
      const highest = Math.max(...own.map((span) => Number(span['entity_score'])));
      expect(Number(score)).toBeCloseTo(highest ** own.length, 9);
      expect(Number(rows)).toBe(own.reduce((sum, span) => sum + Number(span['rows']), 0));
    }
  });

  it('cannot count the rows of by=entity by another threshold', async () => {
    const [entity] = await rowsAfter('lstmscore m by=entity', '`lstm_entity(host,0.9)`');

    expect(entity).toMatchObject({
      note: 'by=entity has counted by the threshold of lstmscore: give threshold= there, and none here.',
    });
    expect(entity).toHaveProperty('entity_score');
    expect(entity).not.toHaveProperty('anomalies');
  });

  it('uses the threshold of the model, whatever it is', async () => {
    const fit = 'from EventCode into loose by host units=4 epochs=1 threshold=0.9';
    await head.run(`lstmfit ${fit}`, training);
    const rows = await rowsOf('lstmscore loose');
    const entities = await rowsAfter('lstmscore loose', '`lstm_entity(host)`');

    expect(new Set(rows.map((row) => row['anomaly_threshold']))).toEqual(new Set(['0.9']));
    expect(summed(entities, 'anomalies')).toBe(scoresOf(rows, 0.9));
    expect(summed(entities, 'expected_anomalies')).toBeCloseTo(summed(entities, 'rows') / 10, 6);
  });

  it.each<[string, string, Record<string, unknown>]>([
    [
      'lstmscore m',
      '`lstm_entity(hots)`',
      {
        hots: '(none)',
        note: `${scored.rows.length} of the rows have no value in hots: check its name.`,
      },
    ],
    [
      'lstmscore m as odd',
      '`lstm_entity(host)`',
      {
        rows: '0',
        note: 'No row has the field anomaly_status: rows scored with as need lstm_entity_as.',
      },
    ],
    [
      'lstmscore m',
      '`lstm_entity_as(host,odd)`',
      {
        rows: '0',
        note: 'No row has the field odd_status: name what stands after as in lstmscore.',
      },
    ],
    [
      'lstmscore m',
      'eval anomaly_status="warmup" | `lstm_entity(host)`',
      { rows: '0', note: 'No row has the status ok in anomaly_status, which says why.' },
    ],
    [
      'lstmscore m top=3',
      '`lstm_entity(host)`',
      {
        note: 'No anomaly_threshold says what was expected, as with top: name a threshold, as in lstm_entity(host,0.999).',
      },
    ],
  ])('%s | %s says in words what is not there', async (search, words, expected) => {
    const [entity] = await rowsAfter(search, words);

    expect(entity).toMatchObject(expected);
    expect(entity).not.toHaveProperty(
      words.includes('hots') ? 'entity_score' : 'expected_anomalies',
    );
  });

  it('counts the rows without an entity apart', async () => {
    const at = scored.fields.indexOf('host');
    const rows = await head.once('lstmscore m', scored);
    const nameless = {
      ...rows.table,
      rows: rows.table.rows.map((row, index) =>
        row.with(at, index % 10 === 0 ? '' : (row[at] ?? '')),
      ),
    };

    const entities = await head.records('`lstm_entity(host)`', nameless);

    expect(entities).toHaveLength(7);
    expect(entities.at(-1)).toMatchObject({
      host: '(none)',
      note: `${Math.ceil(scored.rows.length / 10)} of the rows have no value in host: check its name.`,
    });
  });

  it.each([
    [
      '`lstm_entity(host,odd)`',
      'lstm_entity needs the field that tells entities apart, a threshold',
    ],
    ['`lstm_entity_as(host,2,odd)`', 'lstm_entity_as needs the field that tells entities apart, a'],
  ])('%s is refused', async (search, sentence) => {
    expect((await head.refusal(`lstmscore m | ${search}`, scored)).sentence).toContain(sentence);
  });
});

describe('sessions that end', () => {
  /** Sessions of a user of one kind each, ten minutes apart from row to row, and three hours from one another. */
  function sessionsOf(kinds: readonly string[]): Table {
    const rows = kinds.flatMap((events, session) =>
      events.split(' ').map((event, at) => {
        return [String(1_700_000_000 + 10_800 * session + 600 * at), 'u', event];
      }),
    );
    return { fields: ['_time', 'user', 'event'], rows };
  }

  it('are odd at the row at which they stop early, and by their end', async () => {
    const usual = 'login read read pay logout';
    const short = 'login read logout';
    const kinds = Array.from({ length: 200 }, (_, at) => (at % 3 === 0 ? short : usual));
    const input = sessionsOf(kinds);
    const { messages } = await head.run(
      'lstmfit from event into ending by user gap=1h units=8 epochs=15',
      input,
    );
    const stopped = sessionsOf([usual, 'login read read pay', short, usual]);
    const rows = await head.records('lstmscore ending explain=1 explain_all=true', stopped);

    expect(values(messages)).toContainEqual(
      expect.stringMatching(
        /^INFO That a sequence ends is predicted, too, as 1\d\d training sequences did; end=false/,
      ),
    );
    const [first, ...others] = rows.toSorted(
      (a, b) => Number(b['anomaly_excess']) - Number(a['anomaly_excess']),
    );
    expect(first).toMatchObject({ event: 'pay', _time: '1700012600' });
    expect(first?.['anomaly_reason']).toMatch(/^end:/);
    expect(first?.['anomaly_expected']).toContain('end=a row');
    expect(Number(first?.['anomaly_excess'])).toBeGreaterThan(
      2 + Number(others[0]?.['anomaly_excess']),
    );
  });
});

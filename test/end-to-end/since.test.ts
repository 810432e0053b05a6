import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import {
  column,
  flows,
  newestFirst,
  START,
  STEP,
  shuffled,
  TINY,
  withColumn,
  without,
} from '../support/rows/sample-flows.ts';

let head: SearchHead;
let whole: Table;
let wholeByFields: Table;

const COUNT = 30;
const input = flows(COUNT);
/** Row 20 is the first that is no history. */
const FIRST = 20;
const SINCE = START + FIRST * STEP;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from bytes proto into m by src window=4 ${TINY}`, flows());
  await head.run(`lstmfit label from bytes into single ${TINY}`, flows());
  whole = (await head.run('lstmscore m as x', input)).table;
  wholeByFields = (await head.run('lstmscore single as x', input)).table;
});

afterAll(() => head.close());

const tail = ({ fields, rows }: Table): Table => ({ fields, rows: rows.slice(FIRST) });

const forms: [string, string, Record<string, unknown>][] = [
  ['epoch seconds', `since=${SINCE}`, {}],
  ['a fraction of a second before', `since=${SINCE - 0.5}`, {}],
  ['ISO 8601', `since="${new Date(SINCE * 1000).toISOString()}"`, {}],
  [
    'ISO 8601 in another zone',
    `since="${new Date(SINCE * 1000 + 7_200_000).toISOString().slice(0, 19)}+02:00"`,
    {},
  ],
  ['back from the latest time in seconds', 'since=-100s', { latest_time: String(SINCE + 100) }],
  ['back from the latest time in minutes', 'since=-5m', { latest_time: String(SINCE + 300) }],
  ['back from the latest time in hours', 'since=-1h', { latest_time: `${SINCE + 3600}.000` }],
];

describe('rows before since are history', () => {
  it.concurrent.each(forms.filter((_, at) => at % 2 === 0))(
    '(%s, order=time): they feed windows and are not returned',
    async (_, since, searchinfo) => {
      const { table } = await head.run(`lstmscore m as x ${since}`, input, { searchinfo });
      expect(table).toEqual(tail(whole));
    },
  );

  it.concurrent.each(forms.filter((_, at) => at % 2 === 1))(
    '(%s, order=input): they feed windows and come back as history',
    async (_, since, searchinfo) => {
      const { table } = await head.run(`lstmscore m as x order=input ${since}`, input, {
        searchinfo,
        statefulChunkRows: 7,
      });
      expect(tail(table)).toEqual(tail(whole));
      expect(column(table, 'x_status').slice(0, FIRST)).toEqual(Array(FIRST).fill('history'));
      expect(column(table, 'x').slice(0, FIRST)).toEqual(Array(FIRST).fill(''));
      expect(column(table, 'x_probability').slice(0, FIRST)).toEqual(Array(FIRST).fill(''));
    },
  );

  it.concurrent('in whatever order they came', async () => {
    const { table } = await head.run(`lstmscore m as x since=${SINCE}`, newestFirst(input));
    expect(table).toEqual(newestFirst(tail(whole)));
    const mixed = await head.run(`lstmscore m as x since=${SINCE}`, shuffled(input));
    expect(new Set(mixed.table.rows.map(String))).toEqual(new Set(tail(whole).rows.map(String)));
  });

  it.concurrent('a model that reads single rows leaves them out', async () => {
    const { table } = await head.run(`lstmscore single as x since=${SINCE}`, input);
    expect(table).toEqual(tail(wholeByFields));
  });

  it.concurrent('they are counted in a message', async () => {
    const { messages } = await head.run(`lstmscore m since=${SINCE}`, input);
    expect(messages).toContainEqual([
      'INFO',
      expect.stringMatching(/^10 of 30 .* 20 before since/),
    ]);
  });

  it.concurrent('they count for min_rows', async () => {
    await head.run(
      `lstmfit label from bytes into warm by src window=4 min_rows=3 ${TINY}`,
      flows(),
    );
    const { table } = await head.run(`lstmscore warm as x since=${SINCE}`, input);
    expect(new Set(column(table, 'x_status'))).toEqual(new Set(['ok']));
  });
});

describe('since', () => {
  it.concurrent('before all rows changes nothing', async () => {
    const { table } = await head.run(`lstmscore m as x since=${START - 1000}`, input);
    expect(table).toEqual(whole);
  });

  it.concurrent('at the time of a row includes it', async () => {
    const last = START + (COUNT - 1) * STEP;
    const { table } = await head.run(`lstmscore m as x since=${last}`, input);
    expect(table.rows).toEqual(whole.rows.slice(-1));
  });

  it.concurrent('after all rows leaves none', async () => {
    const { table } = await head.run(`lstmscore m as x since=${START + 10_000}`, input);
    expect(table.rows).toEqual([]);
  });

  it.concurrent('back from now where the search has no latest time', async () => {
    const now = Date.now() / 1000;
    const recent = withColumn(input, '_time', (_, row) => String(now - (COUNT - row) * 60 + 30));
    const { table } = await head.run('lstmscore m as x since=-5m', recent);
    expect(table.rows).toHaveLength(5);
  });

  it.concurrent('returns rows of unknown time with the status missing', async () => {
    const odd = withColumn(input, '_time', (time, row) => (row === 3 ? 'unknown' : time));
    const { table } = await head.run(`lstmscore m as x since=${SINCE}`, odd);
    expect(column(table, 'x_status')).toEqual(['missing', ...Array(COUNT - FIRST).fill('ok')]);
  });

  it.concurrent('needs times', async () => {
    const { sentence } = await head.refusal(
      'lstmscore m since=-5m order=input',
      without(input, '_time'),
    );
    expect(sentence).toMatch(/^since needs the time field _time, and no result has a readable one/);
  });

  it.concurrent('on a schedule scores each row once, as one long scoring does', async () => {
    const found: string[] = [];
    for (let end = 10; end <= COUNT; end += 5) {
      const slice = { fields: input.fields, rows: input.rows.slice(0, end) };
      const { table } = await head.run(`lstmscore m as x since=-${5 * STEP}s`, slice, {
        searchinfo: { latest_time: String(START + end * STEP) },
      });
      found.push(...column(table, 'x_probability'));
    }
    expect(found).toEqual(column(whole, 'x_probability').slice(5));
  });
});

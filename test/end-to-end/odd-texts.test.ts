import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cell, Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { columnOf, hold } from '../support/package/wire-dialogue.ts';
import { column, START, TINY, withColumn } from '../support/rows/sample-flows.ts';

// What is odd about texts is learnt from and scored alike: at once, in a stream, on a schedule.

const ROWS = 240;

/** Makes names that differ; those of class `dga` have no vowel. */
function names(): Table {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const isOdd = row % 3 === 0;
    const letters = Array.from({ length: 6 + (row % 5) }, (_one, at) =>
      (isOdd ? 'bcdfghjklmnpqrstvwxz' : 'aeioulmnrst').charAt((row * (at + 3) + at * at) % 11),
    );
    return [String(START + row), `${letters.join('')}${row}.com`, isOdd ? 'dga' : 'good'];
  });
  return { fields: ['_time', 'query', 'label'], rows };
}

/** These changes of a text are odd. */
const odds: [what: string, change: (cell: string) => Cell][] = [
  ['empty', () => ''],
  ['one character', (cell) => cell.charAt(0)],
  ['100 kB', (cell) => 'long'.repeat(25_000) + cell],
  ['NUL', (cell) => `${cell}\0`],
  ['emoji', (cell) => `${cell}😀👩‍👩‍👧`],
  ['combining marks', (cell) => `${cell}e\u0301\u0323`],
  ['right to left', (cell) => `שלום\u202e${cell}`],
  ['several lines', (cell) => `${cell}\r\n${cell}`],
  ['several values', (cell) => [cell, 'x.com']],
  ['blanks', (cell) => ` ${cell}\t `],
];

/** Each change stands in every tenth row. */
const input = withColumn(names(), 'query', (cell, row) => {
  const [, change] = odds[row % odds.length] ?? [];
  return change?.(String(cell)) ?? '';
});

/** Returns what is odd about the rows whose value is not as it must be. */
const failing = (values: readonly string[], isRight: (value: string) => boolean): string[] => {
  const wrong = odds.filter((_, at) =>
    values.some((value, row) => row % odds.length === at && !isRight(value)),
  );
  return wrong.map(([what]) => what);
};

const CUT =
  /^24 texts with more characters than length allows \(query 24\): only the last ones are read\.$/;

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from query into dga ${TINY}`, names());
  await head.run(`lstmfit from query into oddness ${TINY}`, names());
});

afterAll(() => head.close());

describe('odd texts', () => {
  it.concurrent('are scored alike whole, in a stream and on a schedule', async () => {
    const { table, messages } = await head.run('lstmscore dga', input);
    const { table: streamed } = await head.run('lstmscore dga order=input', input);
    const searchinfo = { latest_time: String(START + ROWS) };
    const scheduled = await head.run('lstmscore dga since=-40s', input, { searchinfo });
    const history = await head.run('lstmscore dga order=input since=-40s', input, { searchinfo });

    const found = (one: Table) => [
      column(one, 'probability(label=dga)'),
      column(one, 'status(label)'),
    ];
    expect(failing(column(table, 'status(label)'), (status) => status === 'ok')).toEqual([]);
    expect(messages.map(([, text]) => text)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^240 of 240 results/),
        // Of ten changes, six add a character that training did not have.
        expect.stringMatching(/^144 texts with characters that training had fewer than 3 times/),
        expect.stringMatching(CUT),
      ]),
    );
    expect(found(streamed)).toEqual(found(table));
    expect(found(scheduled.table)).toEqual(found(table).map((cells) => cells.slice(-40)));
    expect(column(history.table, 'status(label)').slice(0, -40)).toEqual(
      Array.from({ length: ROWS - 40 }, () => 'history'),
    );
  });

  it.concurrent('have reasons, and a surprise without a target', async () => {
    const { table } = await head.run('lstmscore dga explain=2 explain_all=true', input);
    const { table: surprised } = await head.run('lstmscore oddness explain=1', input);

    expect(failing(column(table, 'reason(label)'), (reasons) => reasons !== '')).toEqual([]);
    const isScore = (text: string): boolean => Number(text) > 0 && Number(text) < 1;
    expect(failing(column(surprised, 'anomaly_score'), isScore)).toEqual([]);
  });

  it.concurrent('are learnt from', async () => {
    const fit = `lstmfit label from query into learnt window=characters output=predictions ${TINY}`;

    const { table: fitted, messages } = await head.run(fit, input);
    const { table } = await head.run('lstmscore learnt', input);

    expect(messages.map(([, text]) => text)).toContainEqual(expect.stringMatching(CUT));
    expect(failing(column(table, 'status(label)'), (status) => status === 'ok')).toEqual([]);
    expect(column(table, 'probability(label=dga)')).toEqual(
      column(fitted, 'probability(label=dga)'),
    );
  });
});

it('bytes that are not UTF-8 are scored as unknown characters, and come back as they came', async () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x41, 0xc3, 0x28, 0x80, 0xe2, 0x82]);
  const body = Buffer.concat([
    Buffer.from('query\n'),
    bytes,
    Buffer.from('.com\nbad'),
    bytes,
    Buffer.from('\n'),
  ]);

  const dialogue = await hold('lstmscore', head.surroundings(), { args: ['dga', 'as', 'x'] }, [
    body,
  ]);

  expect(dialogue.end).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
  expect(columnOf(dialogue.last, 'query', 'latin1')).toEqual([
    `${bytes.toString('latin1')}.com`,
    `bad${bytes.toString('latin1')}`,
  ]);
  expect(columnOf(dialogue.last, 'x_status')).toEqual(['ok', 'ok']);
});

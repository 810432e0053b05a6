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

const odd = (change: (cell: string, row: number) => Cell): Table =>
  withColumn(names(), 'query', (cell, row) => change(String(cell), row));

const LONG = 100_000;
const OTHERS = /^240 texts with characters that training had fewer than 3 times/;
const CUT =
  /^1 text with more characters than length allows \(query 1\): only the last ones are read\.$/;

const cases: [what: string, input: Table, scoring: RegExp, fitting: RegExp | undefined][] = [
  ['empty', odd((cell, row) => (row % 9 === 0 ? '' : cell)), /^240 of 240 results/, undefined],
  ['one character', odd((cell) => cell.charAt(0)), /^240 of 240 results/, undefined],
  ['100 kB', odd((cell, row) => (row === 5 ? 'long'.repeat(LONG / 4) + cell : cell)), CUT, CUT],
  ['NUL', odd((cell) => `${cell}\0`), OTHERS, undefined],
  ['emoji', odd((cell) => `${cell}😀👩‍👩‍👧`), OTHERS, undefined],
  ['combining marks', odd((cell) => `${cell}e\u0301\u0323`), OTHERS, undefined],
  ['right to left', odd((cell) => `שלום\u202e${cell}`), OTHERS, undefined],
  ['several lines', odd((cell) => `${cell}\r\n${cell}`), OTHERS, undefined],
  ['several values', odd((cell) => [cell, 'x.com']), OTHERS, undefined],
  ['blanks', odd((cell) => ` ${cell}\t `), /^240 of 240 results/, undefined],
];

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from query into dga ${TINY}`, names());
  await head.run(`lstmfit from query into oddness ${TINY}`, names());
});

afterAll(() => head.close());

describe('a text is odd, and is scored alike whole, in a stream and on a schedule', () => {
  it.concurrent.each(cases)('%s', async (_, input, sentence) => {
    const { table, messages } = await head.run('lstmscore dga', input);
    const { table: streamed } = await head.run('lstmscore dga order=input', input);
    const searchinfo = { latest_time: String(START + ROWS) };
    const scheduled = await head.run('lstmscore dga since=-40s', input, { searchinfo });
    const history = await head.run('lstmscore dga order=input since=-40s', input, { searchinfo });

    const found = (one: Table) => [
      column(one, 'probability(label=dga)'),
      column(one, 'status(label)'),
    ];
    expect(new Set(column(table, 'status(label)'))).toEqual(new Set(['ok']));
    expect(messages.map(([, text]) => text)).toContainEqual(expect.stringMatching(sentence));
    expect(found(streamed)).toEqual(found(table));
    expect(found(scheduled.table)).toEqual(found(table).map((cells) => cells.slice(-40)));
    expect(column(history.table, 'status(label)').slice(0, -40)).toEqual(
      Array.from({ length: ROWS - 40 }, () => 'history'),
    );
  });
});

describe('a text is odd, and has reasons, and a surprise without a target', () => {
  it.concurrent.each(cases)('%s', async (_, input) => {
    const { table } = await head.run('lstmscore dga explain=2 explain_all=true', input);
    const { table: surprised } = await head.run('lstmscore oddness explain=1', input);

    for (const reasons of column(table, 'reason(label)')) expect(reasons).not.toBe('');
    for (const score of column(surprised, 'anomaly_score')) {
      expect(Number(score)).toBeGreaterThan(0);
      expect(Number(score)).toBeLessThan(1);
    }
  });
});

describe('a text is odd, and is learnt from', () => {
  it.concurrent.each(cases)('%s', async (what, input, _, sentence = /^./) => {
    const model = `learnt_${what.replaceAll(/\W/g, '_')}`;
    const fit = `lstmfit label from query into ${model} window=characters output=predictions ${TINY}`;

    const { table: fitted, messages } = await head.run(fit, input);
    const { table } = await head.run(`lstmscore ${model}`, input);

    expect(messages.map(([, text]) => text)).toContainEqual(expect.stringMatching(sentence));
    expect(new Set(column(table, 'status(label)'))).toEqual(new Set(['ok']));
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

describe('what cannot be learnt from is refused with one sentence', () => {
  it.concurrent.each<[search: string, input: Table, sentence: RegExp | string]>([
    [
      'label from query into m window=characters',
      odd(() => ' '),
      /^No result has a value for the field "query"\./,
    ],
    [
      'label from query into m window=characters',
      odd(() => 'same.com'),
      /^No feature is left to learn from\. Left out: query \(one text in its last 128 characters\)/,
    ],
    [
      'label from query into m window=characters',
      odd((_, row) => String(row * row)),
      /^window=characters reads a text, and query holds numbers: add categories=query/,
    ],
    ['label from query into m window=characters gap=5m', names(), /^gap is for windows of rows/],
    [
      'label from query into m window=characters min_rows=2',
      names(),
      /^min_rows is for windows of rows/,
    ],
    ['from query into m window=characters wide=true', names(), /^wide /],
    ['from label query into m window=5 wide=true', names(), /^wide /],
  ])('| lstmfit %s', async (typed, input, sentence) => {
    const { sentence: said } = await head.refusal(`lstmfit ${typed} ${TINY}`, input);

    if (typeof sentence === 'string') expect(said).toBe(sentence);
    else expect(said).toMatch(sentence);
  });
});

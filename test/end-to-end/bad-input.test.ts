import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SearchOptions } from '../../tools/local-splunk/search-options.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { type Refusal, SearchHead } from '../support/package/search-head.ts';
import { hold } from '../support/package/wire-dialogue.ts';
import { flows, newestFirst, TINY, withColumn, without } from '../support/rows/sample-flows.ts';

// Each of these searches is refused with one sentence, its command exits with 0, and nothing is written. They are
// one of each stage and each way of rows to a command; test/commands/ has the other sentences.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  head.splunkd.addUser('ana', ['user']);
  await head.run(`lstmfit label from bytes proto into m by src window=3 ${TINY}`, flows());
  await head.run(`lstmfit load from bytes into number ${TINY}`, flows());
});

afterAll(() => head.close());

async function expectRefused(
  search: string,
  input: Table,
  sentence: RegExp | string,
  options: Partial<SearchOptions> = {},
): Promise<Refusal> {
  const before = head.files();

  const refusal = await head.refusal(search, input, options);

  const said = refusal.sentence;
  if (typeof sentence === 'string') expect(said).toBe(sentence);
  else expect(said).toMatch(sentence);
  expect(said).toMatch(/^[^\n]{20,400}$/);
  expect(said).not.toMatch(/defect|undefined|NaN|\[object/);
  expect(refusal.error.messages.filter(([level]) => level === 'ERROR')).toEqual([['ERROR', said]]);
  expect(head.files()).toEqual(before);
  return refusal;
}

const empty = (field: string, table = flows()): Table => withColumn(table, field, () => ' ');

describe('lstmfit refuses', () => {
  const cases: [string, string, Table | undefined, RegExp | string][] = [
    [
      'no into',
      'label from bytes',
      undefined,
      /^Syntax error: into <model> is missing\. Write \| lstmfit \[<target>\] from <field>\.\.\. into <model>$/,
    ],
    [
      'an unknown option with a near miss',
      'label from bytes into x epoch=1',
      undefined,
      'Unexpected parameter: epoch. Did you mean epochs?',
    ],
    [
      'no rows',
      'label from bytes into x',
      { fields: flows().fields, rows: [] },
      /^There are no results to train on: check the search/,
    ],
    [
      'no rows and no fields',
      'label from bytes into x',
      { fields: [], rows: [] },
      /^There are no results to train on: check the search/,
    ],
    [
      'a target that is not there',
      'labell from bytes into x',
      undefined,
      /^The target "labell" has no value in these results: check its spelling/,
    ],
    [
      'a target of several values in a row',
      'label from bytes into x',
      withColumn(flows(), 'label', (label, row) => (row === 3 ? ['a', 'b'] : label)),
      /^The target label has several values in 1 row: use \| mvexpand label/,
    ],
    [
      'features that are all null',
      'label from * into x',
      allNull(),
      /^No feature is left to learn from\. Left out: src, bytes, proto, load, kind \(no value\)/,
    ],
    [
      'times of which none can be read',
      'label from bytes into x window=3',
      withColumn(flows(), '_time', (_, row) => `day ${row}`),
      /time/,
    ],
    [
      'a window that takes too much memory',
      'label from bytes into x window=1000000',
      undefined,
      /^Training on 60 rows with window=1000000, units=32 and batches of 32 would take about \d\d,\d{3} MB, more than max_memory_mb allows \(4,000 MB\): use fewer rows/,
    ],
    [
      'a time limit beyond that of the app',
      'label from bytes into x max_time=601',
      undefined,
      'max_time=601 is more than max_fit_time=600 of lstm_toolkit.conf allows: use max_time=600 or less, or ask an administrator to raise it.',
    ],
  ];

  it.each(cases)('%s', async (title, text, input = flows(), sentence) => {
    // Each case has a model name of its own, so that a model that one case saves by mistake does not
    // affect the next.
    const model = `x${cases.findIndex(([other]) => other === title)}`;
    const search = `lstmfit ${text.replace(/\binto x\b/, `into ${model}`)}`;
    await expectRefused(search, input, sentence);
  });

  it('a right that the user lacks', async () => {
    await expectRefused(
      'lstmfit label from bytes into app:x',
      flows(),
      /^You may not write model x in app search, which the roles admin, power may write: leave out app: for a private model, or ask an administrator/,
      { user: 'ana' },
    );
  });

  it('a real-time search', async () => {
    const sentence =
      'lstmfit does not run in real-time searches: choose a time range that ends, or schedule the search.';
    await expectRefused('lstmfit label from bytes into x', flows(), sentence, { sid: 'rt_1.2' });
    await expectRefused('lstmfit label from bytes into x', flows(), sentence, {
      searchinfo: { earliest_time: 'rt-5m', latest_time: 'rt' },
    });
  });
});

describe('lstmscore refuses', () => {
  const cases: [string, string, Table | undefined, RegExp | string][] = [
    [
      'no model',
      '',
      undefined,
      /^Syntax error: the model is missing\. Write \| lstmscore <model>$/,
    ],
    [
      'a model that is not there',
      'gone',
      undefined,
      /^Model gone does not exist: looked among the private models of demo, in app search and among global models\. Train it/,
    ],
    [
      'a feature that is absent',
      'm',
      without(flows(), 'bytes'),
      /^The model needs the field bytes, which has no value in these results/,
    ],
    [
      'a streamed feature that is absent',
      'm order=input',
      without(flows(), 'bytes'),
      /^The model needs the field bytes/,
    ],
    [
      'streamed rows out of order',
      'm order=input',
      newestFirst(flows()),
      /^With order=input time must not fall within an entity, and _time does: put \| sort 0 _time before lstmscore, or use order=time\.$/,
    ],
    [
      'more rows than max_rows',
      'm max_rows=59',
      undefined,
      /^The search returned 60 results, more than max_rows=59: /,
    ],
    [
      'probabilities of a number',
      'number probabilities=true',
      undefined,
      /^load is predicted as a number: leave probabilities out\.$/,
    ],
  ];

  it.each(cases)('%s', async (_, text, input = flows(), sentence) => {
    await expectRefused(`lstmscore ${text}`, input, sentence);
  });

  it('a real-time search', async () => {
    const sentence =
      'lstmscore does not run in real-time searches: choose a time range that ends, or schedule the search.';
    await expectRefused('lstmscore m order=input', flows(), sentence, { sid: 'rt_1.2' });
  });
});

describe('both refuse', () => {
  it.each([
    ['lstmfit', 'label from bytes into x'],
    ['lstmscore', 'm order=input'],
  ] as const)('two columns of one name: %s %s', async (name, text) => {
    const before = head.files();
    const { last, end } = await hold(name, head.surroundings(), { args: text.split(' ') }, [
      'bytes,label,proto,_time,bytes\n1,a,tcp,1,2\n2,b,tcp,2,3\n',
    ]);
    expect(last.metadata['error']).toMatch(
      /^The results have two columns named "bytes": rename or remove one/,
    );
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    expect(head.files()).toEqual(before);
  });
});

function allNull(): Table {
  return ['src', 'bytes', 'proto', 'load', 'kind'].reduce(
    (table, name) => empty(name, table),
    flows(),
  );
}

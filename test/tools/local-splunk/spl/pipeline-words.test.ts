import { describe, expect, it } from '@jest/globals';
import type { Lookups } from '../../../../tools/local-splunk/spl/lookup-tables.ts';
import { type Table, toRecords } from '../../../../tools/local-splunk/table.ts';
import { runWords } from '../../../support/local-splunk/run-words.ts';

const flows: Table = {
  fields: ['_time', 'src', 'bytes', 'predicted(label)', 'tags'],
  rows: [
    ['10', 'ana', '9', 'ddos', ['x', 'y']],
    ['20', 'bob', '10', 'benign', 'y'],
    ['30', 'Ann', '', 'ddos', ''],
  ],
};

const run = (search: string, lookups: Lookups = { tables: { 'flows.csv': flows } }): Table =>
  runWords(search, { lookups });

const times = (search: string): string =>
  toRecords(run(`inputlookup flows.csv | ${search}`))
    .map((record) => record['_time'])
    .join(' ');

describe('which rows, and in which order', () => {
  it.each([
    ['head 2', '10 20'],
    ['head', '10 20 30'],
    ['tail 2', '30 20'],
    ['reverse', '30 20 10'],
    ['sort bytes', '10 20 30'],
    ['sort -bytes', '20 10 30'],
    ['sort - bytes', '20 10 30'],
    ['sort 1 -_time', '30'],
    ['sort 0 src', '30 10 20'],
    ['sort "predicted(label)", -_time', '20 30 10'],
    ['sort 0 -num(bytes)', '20 10 30'],
    ['sort 0 num(bytes) - src', '10 20 30'],
    ['where bytes > 9', '20'],
    ['where bytes >= 9 AND src != "bob"', '10'],
    ['where NOT (bytes = 9 OR src = "Ann")', '20'],
    ['where NOT bytes = 9', '20'],
    ['where NOT bytes = 9 OR src = "Ann"', '20 30'],
    ['where src = bob', ''],
    ['where src = "ana" OR bytes + 1 > 10 AND _time / 10 = 2', '10 20'],
    ['where isnull(bytes)', '30'],
    ['where src = src', '10 20 30'],
    [`where 'predicted(label)' = "ddos" and _time<20`, '10'],
    ['search src=AN*', '10 30'],
    ['search src!=a* bytes>5', '20'],
    ['search NOT bytes=*', '30'],
    ['search "predicted(label)"=ddos (bytes=9 OR src=ann)', '10 30'],
    ['search tags=x', '10'],
    ['search *', '10 20 30'],
  ])('%s', (search, expected) => {
    expect(times(search)).toBe(expected);
  });

  it('sort keeps 10,000 rows unless told 0', () => {
    const many = { fields: ['n'], rows: Array.from({ length: 10_001 }, (_, n) => [String(n)]) };
    const tables = { 'many.csv': many };
    expect(run('inputlookup many.csv | sort n', { tables }).rows).toHaveLength(10_000);
    expect(run('inputlookup many.csv | sort 0 -n', { tables }).rows[0]).toEqual(['10000']);
  });
});

describe('which fields', () => {
  it.each([
    ['table src missing', 'src missing'],
    ['table b* src', 'bytes src'],
    ['table *', '_time src bytes predicted(label) tags'],
    ['fields bytes, src', 'bytes src _time'],
    ['fields + tags', 'tags _time'],
    ['fields - bytes "predicted(label)"', '_time src tags'],
    ['fields - *', '_time'],
    ['fields - _*', 'src bytes predicted(label) tags'],
    ['rename src as "Source IP", bytes AS b', '_time Source IP b predicted(label) tags'],
    ['rename src as bytes', '_time bytes predicted(label) tags'],
    ['rename missing as x', '_time src bytes predicted(label) tags'],
    ['eval copy=src | fields - tags', '_time src bytes predicted(label) copy'],
  ])('%s', (search, fields) => {
    expect(run(`inputlookup flows.csv | ${search}`).fields.join(' ')).toBe(fields);
  });

  it('eval copies fields and sets literals, one after another', () => {
    const table = run('inputlookup flows.csv | eval a=src, b="x y", bytes=-1, c=a | head 1');
    expect(toRecords(table)[0]).toMatchObject({ a: 'ana', b: 'x y', bytes: '-1', c: 'ana' });
  });

  it('rename moves values with their names', () => {
    const table = run('inputlookup flows.csv | rename src as bytes | head 1');
    expect(toRecords(table)[0]).toMatchObject({ bytes: 'ana', 'predicted(label)': 'ddos' });
  });
});

it.each([
  ['stats count', [{ count: '3' }]],
  [
    'stats count by "predicted(label)"',
    [
      { 'predicted(label)': 'benign', count: '1' },
      { 'predicted(label)': 'ddos', count: '2' },
    ],
  ],
  [
    'stats count as n by bytes, tags',
    [
      { bytes: '9', tags: 'x', n: '1' },
      { bytes: '9', tags: 'y', n: '1' },
      { bytes: '10', tags: 'y', n: '1' },
    ],
  ],
  [
    'stats count(tags) as tags, count(bytes) sum(bytes) avg(bytes) as mean max(bytes) as most first(src) as "a b"',
    [
      {
        tags: '3',
        'count(bytes)': '2',
        'sum(bytes)': '19',
        mean: '9.5',
        most: '10',
        'a b': 'ana',
      },
    ],
  ],
  ['stats sum(src) avg(missing) count', [{ count: '3' }]],
  ['where _time > 99 | stats count sum(bytes) as n', [{ count: '0' }]],
  ['where _time > 99 | stats count by src', []],
  [
    'eventstats sum(bytes) as all by "predicted(label)" | table _time all',
    [
      { _time: '10', all: '9' },
      { _time: '20', all: '10' },
      { _time: '30', all: '9' },
    ],
  ],
  ['eventstats count as bytes | table _time bytes | head 1', [{ _time: '10', bytes: '3' }]],
  [
    'streamstats count sum(bytes) as sum first(tags) as tags | table _time count sum tags',
    [
      { _time: '10', count: '1', sum: '9', tags: 'x' },
      { _time: '20', count: '2', sum: '19', tags: 'x' },
      { _time: '30', count: '3', sum: '19', tags: 'x' },
    ],
  ],
])('%s', (search, rows) => {
  expect(toRecords(run(`inputlookup flows.csv | ${search}`))).toEqual(rows);
});

it.each([
  ['head x', 'head must be followed by a number of rows, got "x"'],
  ['sort 0', 'sort must name a field, as in sort 0 _time'],
  ['where bytes >', 'Cannot read the expression "bytes >": wrong at the end'],
  ['where (bytes = 1', 'wrong at the end'],
  ['where a=1 b=2', 'wrong at "b = 2"'],
  ['where a ! b', 'Cannot read " ! b"'],
  ['search error', 'A condition must be field, one of = != < <= > >=, value'],
  ['sort -ip(src)', 'sort of a local search knows num(field) only, got ip(src)'],
  ['table', 'table must name at least one field'],
  ['rename a b', 'rename must read: field as name, …; got "a b"'],
  ['where bytes + 1', 'where needs a condition, as in x > 1, got a value'],
  ['eval a=if(b)', "The arguments to the 'if' function are invalid: got 1"],
  ['eval a=bytes > 1', 'Fields cannot be assigned a boolean result. Instead, try if('],
  ['eval a', 'Cannot read the expression "a": wrong at the end'],
  ['eval a=1 b=2', 'wrong at "b = 2"'],
  ['stats sum(x', 'Unbalanced parentheses in "sum(x"'],
  ['stats sparkline(x)', 'got "sparkline(x)"'],
  ['stats sum(*)', 'got "sum(*)"'],
  ['stats sum', 'got "sum"'],
  ['stats count(eval(a=))', 'wrong at the end'],
  ['stats count as', 'got "count as"'],
  ['stats count by', 'got "count by"'],
  ['stats by src', 'got "by src"'],
  ['eventstats rate(src)', 'eventstats must read'],
  ['streamstats time_window=5m count', 'it does not know time_window='],
  ['streamstats window=x count', 'window must be a whole number, got "x"'],
  ['inputlookup flows.csv', 'inputlookup must be the first command of a search'],
  ['makeresults', 'makeresults must be the first command of a search'],
])('%s is refused before any row is read', (search, message) => {
  expect(() => run(`inputlookup nowhere.csv | ${search}`, {})).toThrow(message);
});

it.each(['tags', 'bytes'])('eventstats refuses rows without one value of %s', (field) => {
  const rule = 'needs one value of each by field in each row';
  expect(() => run(`inputlookup flows.csv | eventstats count by ${field}`)).toThrow(rule);
});

it('inputlookup names the tables that there are', () => {
  const known = "The lookup table 'x.csv' does not exist (there is flows.csv)";
  expect(() => run('inputlookup x.csv')).toThrow(known);
  expect(() => run('inputlookup a.csv b.csv')).toThrow('must be followed by one file name');
});

describe('makeresults', () => {
  it.each([
    ['makeresults', 1],
    ['makeresults count=3', 3],
    ['makeresults count = 2', 2],
  ])('%s makes %i rows of the present time', (search, count) => {
    const { fields, rows } = run(search);

    expect([fields, rows.length]).toEqual([['_time'], count]);
    expect(rows[0]?.[0]).toMatch(/^\d{10}$/);
  });

  it('refuses its other options', () => {
    expect(() => run('makeresults annotate=true')).toThrow('knows count=<number> only');
  });
});

import { expect, it } from '@jest/globals';
import { type Table, toRecords } from '../../../../tools/local-splunk/table.ts';
import { runWords } from '../../../support/local-splunk/run-words.ts';

const rows: Table = {
  fields: ['_time', 'user', 'n', 'tags', '_raw'],
  rows: [
    ['30', 'ana', '12', ['x', 'y'], 'user=ana port=22'],
    ['20', 'bob', '', '', 'port=80 port=81'],
    ['10', 'ana', '7', 'z', ''],
    ['5', '', '3', '', 'user="c d"'],
  ],
};

const run = (search: string): Table =>
  runWords(`inputlookup r | ${search}`, { lookups: { tables: { r: rows } } });

it.each([
  ['dedup user', [30, 20]],
  ['dedup 2 user', [30, 20, 10]],
  ['dedup user keepempty=true', [30, 20, 5]],
  ['dedup user n', [30, 10]],
  ['dedup user consecutive=true', [30, 20, 10]],
  ['dedup user sortby _time', [20, 30]],
  ['dedup user sortby -n', [30, 20]],
])('%s', (search, times) => {
  expect(toRecords(run(search)).map((row) => Number(row['_time']))).toEqual(times);
});

it.each([
  ['fillnull | table user n', ['ana,12', 'bob,0', 'ana,7', '0,3']],
  [
    'fillnull value=none user new | table user n new',
    ['ana,12,none', 'bob,,none', 'ana,7,none', 'none,3,none'],
  ],
  [String.raw`rex "port=(?<port>\d+)" | table port`, ['22', '80', '', '']],
  [
    String.raw`rex max_match=0 "port=(?P<port>\d+)" | eval port=mvjoin(port, "+") | table port`,
    ['22', '80+81', '', ''],
  ],
  ['rex field=user "(?i)(?<user>A)" | table user', ['a', 'bob', 'a', '']],
  [String.raw`rex "user=\"(?<user>[^\"]+)\"" | table user`, ['ana', 'bob', 'ana', 'c d']],
  ['mvexpand tags | table _time tags', ['30,x', '30,y', '20,', '10,z', '5,']],
  ['mvexpand tags limit=1 | table tags', ['x', '', 'z', '']],
  ['bin span=10 n | table n', ['10-20', '', '0-10', '0-10']],
  ['bin span=0.5 n as half | table half', ['12-12.5', '', '7-7.5', '3-3.5']],
  ['bin n bins=2 | table n', ['10-20', '', '0-10', '0-10']],
  ['bucket _time span=20s | table _time', ['20', '20', '0', '0']],
  ['bin _time span=1mon as month | table month', ['0', '0', '0', '0']],
])('%s', (search, expected) => {
  expect(run(search).rows.map((row) => row.join(','))).toEqual(expected);
});

it.each([
  ['dedup', 'dedup must read: dedup [n] field…'],
  [
    'dedup user keepevents=t',
    'dedup of a local search has keepempty=, consecutive=: it does not know keepevents=',
  ],
  ['dedup user keepempty=maybe', 'keepempty must be true or false, got "maybe"'],
  ['rex mode=sed "s/a/b/"', 'it does not know mode='],
  ['rex "port"', 'rex needs a named group'],
  ['rex "(?<a>("', 'Cannot read the regular expression "(?<a>("'],
  ['mvexpand', 'mvexpand must be followed by one field'],
  ['bin', 'bin must read: bin [span=…] [bins=…] field [as name]'],
  ['bin _time span=1x', 'span must be a time span'],
  ['bin n span=0', 'span must be a number above 0 for n'],
  ['bin n bins=1', 'bins must be 2 or more, got 1'],
])('%s is refused', (search, message) => {
  expect(() => run(search)).toThrow(message);
});

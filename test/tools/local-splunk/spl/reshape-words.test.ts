import { expect, it } from '@jest/globals';
import type { Table } from '../../../../tools/local-splunk/table.ts';
import { runWords } from '../../../support/local-splunk/run-words.ts';

const cells: Table = {
  fields: ['_time', 'actual', 'predicted', 'n', 'share'],
  rows: [
    ['1', 'ddos', 'ddos', '8', '0.8'],
    ['1', 'ddos', 'benign', '2', '0.2'],
    ['1', 'benign', 'benign', '10', '1'],
    ['1', '', 'benign', '3', ''],
  ],
};

it.each([
  ['xyseries actual predicted n', ['actual,benign,ddos', 'benign,10,', 'ddos,2,8']],
  [
    'xyseries actual predicted n share',
    ['actual,n: benign,n: ddos,share: benign,share: ddos', 'benign,10,,1,', 'ddos,2,8,0.2,0.8'],
  ],
  [
    'xyseries actual predicted n | untable actual predicted n',
    ['actual,predicted,n', 'benign,benign,10', 'ddos,benign,2', 'ddos,ddos,8'],
  ],
  [
    'head 1 | untable actual field value',
    ['actual,field,value', 'ddos,predicted,ddos', 'ddos,n,8', 'ddos,share,0.8'],
  ],
  ['head 2 | table actual n | transpose', ['column,row 1,row 2', 'actual,ddos,ddos', 'n,8,2']],
  [
    'head 2 | table predicted n x | transpose 0 header_field=predicted column_name=field',
    ['field,ddos,benign', 'n,8,2', 'x,,'],
  ],
  ['table n x | transpose 1 include_empty=false', ['column,row 1', 'n,8']],
])('%s', (search, expected) => {
  const { fields, rows } = runWords(`inputlookup c | ${search}`, {
    lookups: { tables: { c: cells } },
  });
  expect([fields, ...rows].map((row) => row.join(','))).toEqual(expected);
});

it.each([
  ['xyseries a b', 'xyseries must read: xyseries x-field name-field data-field…'],
  ['xyseries grouped=t a b c', 'xyseries of a local search has sep=: it does not know grouped='],
  ['untable a b', 'untable must read: untable x-field name-field data-field'],
  ['untable x=1 a b', 'untable of a local search has no options: it does not know x='],
  ['transpose many', 'transpose must be followed by a number of rows, got "many"'],
])('%s is refused', (search, message) => {
  const lookups = { tables: { c: cells } };
  expect(() => runWords(`inputlookup c | ${search}`, { lookups })).toThrow(message);
});

import { expect, it } from '@jest/globals';
import { type Table, toRecords } from '../../../../tools/local-splunk/table.ts';
import { runWords } from '../../../support/local-splunk/run-words.ts';

const rows: Table = {
  fields: ['class', 'p_a', 'p_b c', 'q'],
  rows: [
    ['a', '0.9', '0.1', '5'],
    ['b c', '0.2', '0.8', '6'],
  ],
};

const run = (search: string): Table =>
  runWords(`inputlookup r | ${search}`, { lookups: { tables: { r: rows } } });

it.each([
  [`foreach p_* [ eval p=if(class="<<MATCHSTR>>", '<<FIELD>>', p) ] | table p`, ['0.9', '0.8']],
  [`foreach q [ eval q='<<FIELD>>'*2 ] | table q`, ['10', '12']],
  [`foreach none_* [ eval q=1 ] | table q`, ['5', '6']],
])('%s', (search, values) => {
  expect(toRecords(run(search)).flatMap((row) => Object.values(row))).toEqual(values);
});

it.each(['foreach p_*', 'foreach [ eval a=1 ]', 'foreach p_* [ stats count ]'])(
  '%s is refused',
  (search) => {
    expect(() => run(search)).toThrow('foreach must read');
  },
);

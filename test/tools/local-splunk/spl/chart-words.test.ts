import { describe, expect, it } from '@jest/globals';
import type { Table } from '../../../../tools/local-splunk/table.ts';
import { runWords, type WordOptions } from '../../../support/local-splunk/run-words.ts';

const events: Table = {
  fields: ['_time', 'host', 'bytes'],
  rows: [
    ['7200', 'a', '10'],
    ['7260', 'b', '20'],
    ['7320', '', '5'],
    ['14400', 'a', '30'],
    ['14401', 'c', '1'],
  ],
};

/** Returns the header and the rows as lines. */
function lines(search: string, options: WordOptions = {}): string[] {
  const lookups = { tables: { e: events } };
  const { fields, rows } = runWords(`inputlookup e | ${search}`, { lookups, ...options });
  return [fields, ...rows].map((row) => row.join(','));
}

describe('timechart', () => {
  it.each([
    ['span=1h count', ['_time,count,_span', '7200,3,3600', '10800,0,3600', '14400,2,3600']],
    [
      'span=1h sum(bytes) as total avg(bytes)',
      [
        '_time,total,avg(bytes),_span',
        '7200,35,11.666666666666666,3600',
        '10800,,,3600',
        '14400,31,15.5,3600',
      ],
    ],
    [
      'count span=1h by host',
      ['_time,a,b,c,NULL,_span', '7200,1,1,0,1,3600', '10800,0,0,0,0,3600', '14400,1,0,1,0,3600'],
    ],
    [
      'span=2h limit=1 sum(bytes) by host',
      ['_time,a,OTHER,NULL,_span', '7200,10,20,5,7200', '14400,30,1,,7200'],
    ],
    [
      'span=2h limit=top1 useother=f usenull=f max(bytes) by host',
      ['_time,a,_span', '7200,10,7200', '14400,30,7200'],
    ],
    [
      'span=2h count max(bytes) as most by host usenull=false',
      [
        '_time,count: a,count: b,count: c,most: a,most: b,most: c,_span',
        '7200,1,1,0,10,20,,7200',
        '14400,1,0,1,30,,1,7200',
      ],
    ],
    ['span=1h cont=f count', ['_time,count,_span', '7200,3,3600', '14400,2,3600']],
    ['span=1d count(eval(bytes > 9)) as big', ['_time,big,_span', '0,3,86400']],
    ['span=1mon count', ['_time,count,_span', '0,5,2678400']],
  ])('%s', (words, expected) => {
    expect(lines(`timechart ${words}`)).toEqual(expected);
  });

  it('chooses an interval that makes at most 100 rows, or as many as bins says', () => {
    expect(lines('timechart count').slice(0, 2)).toEqual(['_time,count,_span', '7200,2,300']);
    expect(lines('timechart bins=3 count')).toHaveLength(4);
  });

  it('covers the time range of the search', () => {
    const range = { earliest: 3600, latest: 18_000 };
    expect(lines('timechart span=1h count', range).slice(1)).toEqual([
      '3600,0,3600',
      '7200,3,3600',
      '10800,0,3600',
      '14400,2,3600',
    ]);
    expect(lines('timechart fixedrange=f span=1h count', range)).toHaveLength(4);
  });

  it('of no rows has no rows', () => {
    expect(lines('where bytes > 99 | timechart span=1h count')).toEqual(['_time,count,_span']);
  });
});

describe('chart', () => {
  it.each([
    ['count over host', ['host,count', 'a,2', 'b,1', 'c,1']],
    ['count by host', ['host,count', 'a,2', 'b,1', 'c,1']],
    ['count by _time host span=2h', ['_time,a,b,c,NULL', '7200,1,1,0,1', '14400,1,0,1,0']],
    ['sum(bytes) over host by host limit=2', ['host,a,b,OTHER', 'a,40,,', 'b,,20,', 'c,,,1']],
    ['count over bytes span=10', ['bytes,count', '0-10,2', '10-20,1', '20-30,1', '30-40,1']],
  ])('%s', (words, expected) => {
    expect(lines(`chart ${words}`)).toEqual(expected);
  });
});

it.each([
  ['timechart', 'timechart must read: timechart [span=…] function(field) [by field]'],
  ['timechart count by a b', 'timechart must read'],
  [
    'timechart span=3 count',
    'span must be a time span such as 30s, 5m, 1h, 1d, 1w or 1mon; got "3"',
  ],
  ['timechart agg=sum count', 'timechart of a local search has limit=, useother='],
  ['timechart limit=bottom3 count by host', 'limit must be a number or top<n>, got "bottom3"'],
  ['timechart span=1s count', 'timechart would make more than', 'sparse'],
  ['chart count', 'chart must read: chart function(field) over field [by field]'],
  ['chart count over host span=x', 'span must be a number above 0 for host, got "x"'],
])('%s is refused', (search, message, kind?: string) => {
  const sparse = { fields: ['_time'], rows: [['1'], ['900000000']] };
  const lookups = { tables: { e: kind === 'sparse' ? sparse : events } };
  expect(() => lines(search, { lookups })).toThrow(message);
});

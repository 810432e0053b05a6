import { describe, expect, it } from '@jest/globals';
import {
  commonCounts,
  countRows,
  unknownCounts,
  valueCounts,
} from '../../src/drift/drift-baseline.ts';
import { range } from '../../src/encode/rows/row-lists.ts';
import { readingOf } from '../../src/readings/table.ts';
import type { WatchedColumn } from '../../src/readings/watched-columns.ts';
import { prepare } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';

const ROWS = 120;

/** `n` is null in a tenth of the rows; `c` has two common values, a rare one, and unseen ones. */
const rows = Array.from({ length: ROWS }, (_, at): Row => {
  return {
    _time: at,
    n: at % 10 === 9 ? '' : (at * 37) % 101,
    whole: (at * 53) % 97,
    c: at % 40 === 0 ? `x${at}` : at % 30 === 1 ? 'few' : 'pq'.charAt(at % 2),
    ip: at % 2 === 0 ? `10.0.${at % 5}.7` : `2001:db8:${at % 3}::1`,
    y: at % 2 === 0 ? 'bad' : 'ok',
  };
});

/** Returns the columns of a fit of all rows, and their counts. */
function countsOf(options: string): { columns: WatchedColumn[]; counts: Int32Array[] } {
  const typed = `y from n whole c ip into m split=none units=2 ${options}`;
  const { data } = prepare(resultsOf(rows), typed);
  const columns = readingOf(data.encoder).watched(data.encoder);
  return { columns, counts: countRows(columns, data.sequences, range(ROWS)) };
}

/** Counts the numbers of a field by hand: of each bin, then of null. */
function binned(field: string, edges: readonly number[]): number[] {
  const bins = new Array<number>(edges.length + 2).fill(0);
  for (const row of rows) {
    const value = row[field];
    const bin =
      value === '' ? edges.length + 1 : edges.filter((edge) => Number(value) >= edge).length;
    bins[bin] = bins[bin] + 1;
  }
  return bins;
}

describe.each([
  ['window=3 categorical=onehot'],
  ['window=3 categorical=embedding numeric=quantile'],
  ['window=3 numeric=standard'],
  ['window=fields'],
])('the rows of a fit with %s', (options) => {
  const { columns, counts } = countsOf(options);
  const of = (field: string): [WatchedColumn, number[]] => {
    const at = columns.findIndex((column) => column.field === field);
    return [columns[at] as WatchedColumn, [...(counts[at] as Int32Array)]];
  };

  it.each(['n', 'whole'])('are counted by the numbers of %s', (field) => {
    const [column, found] = of(field);

    expect(column.kind).toBe('number');
    expect(column.edges.length).toBeGreaterThan(4);
    expect(found).toEqual(binned(field, column.edges));
  });

  it('are counted by category: unknown, rare, the common ones, null', () => {
    const [column, found] = of('c');

    expect(column.values).toEqual(['p', 'q', 'few']);
    expect(found).toEqual([3, 0, 57, 56, 4, 0]);
  });

  it('are counted by every column', () => {
    for (const bins of counts) expect(bins.reduce((sum, count) => sum + count, 0)).toBe(ROWS);
  });
});

it('addresses read as numbers are counted by network', () => {
  const { columns, counts } = countsOf('window=3');
  const at = columns.findIndex(({ kind }) => kind === 'network');

  const { edges } = columns[at] as WatchedColumn;

  // Two thirds of the edges lie among the networks of IPv6, which come after all others.
  expect(edges).toEqual([...edges].sort((a, b) => a - b));
  expect(edges.filter((edge) => edge >= 2 ** 24).length).toBeGreaterThan(0);
  expect([...(counts[at] as Int32Array)].filter((count) => count > 0).length).toBeGreaterThan(4);
});

it('addresses read as tokens are four columns', () => {
  const { columns } = countsOf('window=fields');

  expect(columns.filter(({ field }) => field === 'ip').map(({ part }) => part)).toEqual([
    1, 2, 3, 4,
  ]);
});

describe('counts of a category', () => {
  const { columns } = countsOf('window=fields');
  const at = columns.findIndex(({ field }) => field === 'c');
  const column = [columns[at] as WatchedColumn];
  const bins = [[5, 10, 500, 480, 4, 1]];

  it('are compared without telling unknown values from rare ones', () => {
    expect(valueCounts(column, bins)).toEqual([[15, 500, 480, 4, 1]]);
  });

  it('distinguish the values that the model knows', () => {
    expect(unknownCounts(column, bins)).toEqual([[995, 5]]);
  });

  it('give values of less than 1 % no bin of their own', () => {
    expect(commonCounts(column, bins)).toEqual([2]);
  });
});

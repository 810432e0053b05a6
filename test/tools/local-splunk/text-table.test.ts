import { expect, it } from '@jest/globals';
import { renderTable } from '../../../tools/local-splunk/text-table.ts';

it('renderTable() aligns to the right and rounds numbers for reading', () => {
  const table = {
    fields: ['epoch', 'loss', 'name'],
    rows: [
      ['1', '0.693147', 'a b'],
      ['10', '0.0002512', ['x', 'y']],
      ['11', '-1.5'],
    ],
  };
  expect(renderTable(table, 2)).toEqual([
    'epoch      loss  name',
    '    1     0.693   a b',
    '   10  0.000251   x y',
    '… and 1 more rows',
  ]);
});

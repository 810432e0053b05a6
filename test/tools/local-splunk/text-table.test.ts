import { describe, expect, it } from '@jest/globals';
import { renderMessage, renderTable } from '../../../tools/local-splunk/text-table.ts';

const WIDE = { maxRows: 9, width: 120, first: [] };

describe('renderTable', () => {
  it('aligns numbers to the right and texts to the left, and rounds for reading', () => {
    const table = {
      fields: ['epoch', 'loss', 'name'],
      rows: [
        ['1', '0.693147', 'a b'],
        ['10', '0.0002512', ['x', 'y']],
        ['11', '-1.5'],
      ],
    };
    expect(renderTable(table, { ...WIDE, maxRows: 2 })).toEqual([
      'epoch      loss  name',
      '    1     0.693  a b',
      '   10  0.000251  x y',
      '… and 1 more rows',
    ]);
  });

  it('shows times as such, and no internal fields but _time and _raw', () => {
    const table = { fields: ['_time', '_span', 'n'], rows: [['1772719629', '60', '3']] };
    expect(renderTable(table, WIDE)).toEqual(['_time                n', '2026-03-05 14:07:09  3']);
  });

  it('puts the named fields first where not all have room', () => {
    const table = {
      fields: ['src', 'bytes', 'predicted(label)', 'note'],
      rows: [['10.0.0.1', '5', 'ddos', 'x'.repeat(60)]],
    };
    const first = ['predicted(label)'];
    expect(renderTable(table, { maxRows: 9, width: 40, first })).toEqual([
      'predicted(label)  src       bytes',
      'ddos              10.0.0.1      5',
      '… and 1 more field: note',
    ]);
    expect(renderTable(table, { ...WIDE, first })[1]).toBe(
      `10.0.0.1      5  ddos              ${'x'.repeat(47)}…`,
    );
  });
});

it('renderMessage() breaks a message at the width, below its text', () => {
  expect(renderMessage('WARN', 'one two three four five', 23)).toEqual([
    'WARN  one two three four',
    '      five',
  ]);
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitOf, partsOf, table } from '../support/rows/sample-rows.ts';

describe('label=any', () => {
  it.each(['window=3', 'window=5 by src gap=20s', 'window=4 by src split=random test=0.2'])(
    'gives a window the largest class of its rows, none of which is in another part: %s',
    (typed) => {
      fc.assert(
        fc.property(table, (list) => {
          const rows = list.map((row, at) => (at % 7 === 6 ? { ...row, y: '' } : row));
          const fit = fitOf(rows, `y from n c into m label=any ${typed}`);
          const { placed, sequences, targets, training, validation, test } = fit.data;
          const parts = partsOf(fit, rows);

          for (const at of [...training, ...validation, ...test]) {
            const start = sequences.starts[at];
            const window = [...placed.rows.subarray(start, at + 1)];
            const own = parts[placed.rows[at]];

            expect(targets[at]).toBe(Number(window.some((row) => rows[row]?.['y'] === 'bad')));
            for (const row of window) expect([own, 'none']).toContain(parts[row]);
          }
        }),
      );
    },
  );
});

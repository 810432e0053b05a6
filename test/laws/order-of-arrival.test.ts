import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Row } from '../support/rows/rows.ts';
import {
  fitOf,
  partsOf,
  places,
  prepared,
  seeds,
  table,
  trained,
} from '../support/rows/sample-rows.ts';

describe('a fit of the same rows in another order', () => {
  it.each([
    'y from n c ip into m',
    'y from n c ip into m window=3 label=any refit=true',
    'y from n c ip into m by src window=3 gap=20s test=0.1',
    'y from n c ip into m by src window=4 split=random categorical=embedding nulls=drop',
    'y from n c src into m by src window=3 split=entity test=0.2 dropout=0.2',
    'y from n c ip into m by src window=3 stride=2 min_rows=2 refit=true',
    'z from n c ip into m by src window=3 mode=regress numeric=quantile split=random refit=true',
    'y from n c into m by src window=3 max_rows=25 split=none class_weight=bad:3',
    'from n c ip into m by src window=3 numbers=n test=0.2',
    'from n c into m window=4 gap=20s split=random',
  ])('is the same, bit for bit: %s', async (typed) => {
    await fc.assert(
      fc.asyncProperty(table, seeds, async (rows, seed) => {
        const order = places(rows.length, seed);
        const moved = order.map((place) => rows[place] as Row);
        const one = fitOf(rows, `${typed} units=3 batch_size=8 epochs=2`);
        const other = prepared(moved, `${typed} units=3 batch_size=8 epochs=2`);
        const parts = partsOf(one, rows);

        expect(partsOf(other, moved)).toEqual(order.map((place) => parts[place]));
        expect(other.draft).toEqual(one.draft);
        expect((await trained(other)).model).toEqual((await trained(one)).model);
      }),
      { numRuns: 12 },
    );
  });
});

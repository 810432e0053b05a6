import { expect, it } from '@jest/globals';
import {
  commonestKeys,
  countKeys,
  lookUp,
} from '../../../../src/tasks/anomaly/evidence/count-table.ts';

it('keeps the commonest keys in ascending order, of equally common ones the least', () => {
  const keys = [7, 3, 3, 9, 7, 1, 5];

  const counts = countKeys(Int32Array.from(keys.keys()), (row) => keys[row] ?? 0);
  const table = commonestKeys(counts, 3);

  expect(table).toEqual({ keys: [1, 3, 7], counts: [1, 2, 2] });
  expect([1, 3, 7, 9].map(lookUp(table))).toEqual([1, 2, 2, 0]);
});

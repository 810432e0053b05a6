import { describe, expect, it } from '@jest/globals';
import { rowsRead } from '../../../src/encode/rows/rows-read.ts';

describe('rowsRead', () => {
  it('are what training windows hold and predict, without what other parts predict', () => {
    const split = {
      training: Int32Array.of(3, 4, 10),
      validation: Int32Array.of(2, 6),
      test: Int32Array.of(9),
    };
    const starts = Int32Array.of(0, 1, 2, 0, 1, 2, 3, 7, 8, 7, 8);
    const lengths = Int32Array.of(1, 1, 1, 2, 2, 2, 2, 1, 1, 1, 2);

    expect([...rowsRead(split, { starts, lengths })]).toEqual([0, 1, 3, 4, 8, 10]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { evenlySpaced, groupRows } from '../../../src/encode/rows/row-lists.ts';

describe('evenlySpaced', () => {
  it.each([
    ['spaces rows over the whole', [1, 2, 3, 4, 5, 6, 7], 3, [1, 3, 5]],
    ['takes all where they are no more', [4, 2], 2, [4, 2]],
    ['takes none', [1, 2], 0, []],
  ])('%s', (_, rows, most, expected) => {
    expect([...evenlySpaced(Int32Array.from(rows), most)]).toEqual(expected);
  });
});

describe('groupRows', () => {
  it('brings the rows of a group together, in the order given', () => {
    const groups = [1, 0, 2, 1, 1];

    const found = groupRows(Int32Array.of(4, 3, 2, 1, 0), (row) => groups[row], 4);

    expect([...found.rows]).toEqual([1, 4, 3, 0, 2]);
    expect([...found.begins]).toEqual([0, 1, 4, 5, 5]);
  });
});

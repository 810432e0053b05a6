import { describe, expect, it } from '@jest/globals';
import { heldOutRows } from '../../../src/fit/encoders/held-out-rows.ts';

/** Makes sequences of the given lengths, which follow one another in time. */
function sequences(...lengths: number[]): { begins: Int32Array; ranks: Int32Array } {
  const begins: number[] = [];
  for (const length of lengths) begins.push(...new Array<number>(length).fill(begins.length));
  return { begins: Int32Array.from(begins), ranks: Int32Array.from(begins.keys()) };
}

describe('heldOutRows', () => {
  it.each([
    ['the first rows of what is held out', [3, 3], [0, 1, 2], [4, 5], [3, 4, 5]],
    ['not those of what training reads', [3, 3], [1, 2], [4, 5], [3, 4, 5]],
    ['rows without a target before what is held out', [6], [0, 1], [3, 5], [2, 3, 4, 5]],
    ['not the rows that training reads among them', [6], [0, 1, 2], [4, 5], [3, 4, 5]],
    ['single rows at the time of what is held out', [2, 1, 2, 1], [0, 1], [4], [3, 4, 5]],
    ['nothing where nothing is', [2, 1, 2], [0, 1, 4], [], []],
  ])('are %s', (_, lengths, read, held, expected) => {
    const found = heldOutRows(sequences(...lengths), Int32Array.from(read), (at) =>
      held.includes(at),
    );

    expect([...found.keys()].filter((at) => found[at] === 1)).toEqual(expected);
  });
});

import { describe, expect, it } from '@jest/globals';
import { range } from '../../../src/encode/rows/row-lists.ts';
import { prefixesOf } from '../../../src/tasks/anomaly/prefixes.ts';

const END = 9;
const steps = { count: 10, width: 0, features: new Float32Array(0), idCount: 1, ids: range(10) };

/** The first text is `9 1 2`, which two rows share, and the second one `9 3`. */
const sequences = {
  steps,
  starts: Int32Array.of(0, 0, 3),
  lengths: Int32Array.of(3, 3, 2),
  order: Int32Array.of(9, 1, 2, 9, 3),
  isShared: true,
};

describe('the prefixes of texts', () => {
  it('are followed by each character and the end', () => {
    const { sequences: own, outcomes } = prefixesOf(sequences, Int32Array.of(2, 1), END);

    expect([...own.starts]).toEqual([3, 3, 0, 0, 0]);
    expect([...own.lengths]).toEqual([1, 2, 1, 2, 3]);
    expect([...outcomes]).toEqual([3, END, 1, 2, END]);
    expect(own.order).toBe(sequences.order);
  });

  it('are not taken for one another, though they begin at one place', () => {
    expect(prefixesOf(sequences, Int32Array.of(0), END).sequences.isShared).toBeUndefined();
  });

  it('may be every n-th', () => {
    const { sequences: own, outcomes } = prefixesOf(sequences, Int32Array.of(0, 2), END, 2);

    expect([...own.lengths]).toEqual([1, 3, 2]);
    expect([...outcomes]).toEqual([1, END, END]);
  });

  it('have 32 steps at most', () => {
    const order = new Int32Array(40).fill(4);
    const long = { steps, starts: Int32Array.of(0), lengths: Int32Array.of(40), order };
    const { sequences: own } = prefixesOf(long, Int32Array.of(0), END);

    expect([...own.lengths].slice(30)).toEqual([31, ...new Array(9).fill(32)]);
    expect([...own.starts].slice(30)).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

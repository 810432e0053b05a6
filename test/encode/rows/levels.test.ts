import { describe, expect, it } from '@jest/globals';
import { lastLevels, levelsOf } from '../../../src/encode/rows/levels.ts';

const NONE = Number.NaN;

describe('lastLevels', () => {
  const levels = Float64Array.of(1, 2, NONE, NONE, 5, NONE);

  it.each<[string, number, number, number]>([
    ['the last row of the window', 0, 2, 2],
    ['the last that is known', 0, 4, 2],
    ['a row in the middle', 3, 3, 5],
    ['a window of one row', 4, 1, 5],
    ['the mean, 0, where none is known', 2, 2, 0],
  ])('is %s', (_, start, length, expected) => {
    const window = { starts: Int32Array.of(start), lengths: Int32Array.of(length) };

    expect([...lastLevels({ steps: { levels }, ...window }, Int32Array.of(0))]).toEqual([expected]);
  });

  it('follows the order of the steps', () => {
    const windows = {
      starts: Int32Array.of(0, 1),
      lengths: Int32Array.of(2, 3),
      order: Int32Array.of(4, 0, 2, 1),
    };

    expect([...lastLevels({ steps: { levels }, ...windows }, Int32Array.of(1, 0))]).toEqual([2, 1]);
  });

  it('is 0 where steps have no levels', () => {
    const windows = { starts: Int32Array.of(0), lengths: Int32Array.of(1) };

    expect([...lastLevels({ steps: {}, ...windows }, Int32Array.of(0, 0))]).toEqual([0, 0]);
  });
});

describe('levelsOf', () => {
  it('are standardised, in the order of the rows, NaN for null', () => {
    const target = { mode: 'forecast', field: 'y', mean: 10, scale: 2, horizon: 3 } as const;

    const levels = levelsOf(target, Float64Array.of(12, NONE, 6), Int32Array.of(2, 0, 1));

    expect([...levels]).toEqual([-2, 1, NONE]);
  });
});

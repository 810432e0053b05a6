import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { duplicateCount, duplicateNotices } from '../../src/leaks/duplicates.ts';

describe('duplicateCount', () => {
  it.each([
    ['no held-out examples', [1, 2], [0, 1], [], 0],
    ['no training examples', [1, 2], [], [0, 1], 0],
    ['none', [1, 2, 3, 4], [0, 1], [2, 3], 0],
    ['each held-out copy, once', [5, 5, 5, 5, 7], [0, 1], [2, 3, 4], 2],
    ['the smallest and the largest', [1, 9, 4, 9, 1], [0, 1, 2], [3, 4], 2],
  ])('counts %s', (_, hashes, training, held, expected) => {
    const count = duplicateCount(
      Float64Array.from(hashes),
      Int32Array.from(training),
      Int32Array.from(held),
    );

    expect(count).toBe(expected);
  });

  it('counts as a set does', () => {
    const anyHash = fc.oneof(fc.nat(30), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.array(fc.tuple(anyHash, fc.boolean())), (examples) => {
        const hashes = Float64Array.from(examples, ([hash]) => hash);
        const all = Int32Array.from(examples.keys());
        const [training, held] = [true, false].map((isTraining) =>
          all.filter((at) => examples[at]?.[1] === isTraining),
        ) as [Int32Array, Int32Array];
        const seen = new Set(Array.from(training, (at) => hashes[at]));

        const expected = held.filter((at) => seen.has(hashes[at])).length;

        expect(duplicateCount(hashes, training, held)).toBe(expected);
      }),
    );
  });
});

describe('duplicateNotices', () => {
  const remedies = {
    row: 'which flatters the figures: remove copies with | dedup a "b c", or add fields that tell rows apart.',
    text: 'which flatters the figures: remove copies with | dedup a "b c".',
    window:
      'which flatters the figures: search a longer time range, or add fields that tell rows apart.',
  };

  it.each([
    [
      812,
      2000,
      'validation',
      'row',
      'WARN',
      '812 of 2,000 validation rows (40.6 %) are exact copies of training rows,',
    ],
    [
      20,
      2000,
      'test',
      'window',
      'WARN',
      '20 of 2,000 test windows (1.0 %) are exact copies of training windows,',
    ],
    [
      19,
      2000,
      'validation',
      'row',
      'INFO',
      '19 of 2,000 validation rows (0.9 %) are exact copies of training rows,',
    ],
    [
      1,
      40_000,
      'test',
      'row',
      'INFO',
      '1 of 40,000 test rows (less than 0.1 %) is an exact copy of a training row,',
    ],
  ] as const)('%d of %d', (copies, examples, name, unit, level, start) => {
    expect(duplicateNotices(copies, { name, unit, examples, fields: ['a', 'b c'] })).toEqual([
      { level, text: `${start} ${remedies[unit]}` },
    ]);
  });

  it('are empty without duplicates', () => {
    expect(duplicateNotices(0, { name: 'test', unit: 'row', examples: 0, fields: ['a'] })).toEqual(
      [],
    );
  });
});

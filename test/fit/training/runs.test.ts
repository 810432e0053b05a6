import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Sequences } from '../../../src/encode/rows/steps.ts';
import { runLength, shuffledRuns } from '../../../src/fit/training/runs.ts';
import { createRandom } from '../../../src/random.ts';

const steps = {
  count: 0,
  width: 0,
  features: new Float32Array(0),
  idCount: 0,
  ids: new Int32Array(0),
};
const windows: Sequences = { steps, starts: new Int32Array(0), lengths: new Int32Array(0) };

describe('runLength', () => {
  it.each([
    [1, 1],
    [15, 1],
    [16, 2],
    [31, 3],
    [32, 4],
    [256, 4],
  ])(
    'of windows in batches of %d is %d: a batch holds eight runs at least',
    (batchSize, length) => {
      expect(runLength(windows, batchSize)).toBe(length);
    },
  );

  it('is 1 for rows that are sequences of their own', () => {
    expect(runLength({ ...windows, order: new Int32Array(0) }, 256)).toBe(1);
  });
});

describe('shuffledRuns', () => {
  it('deals every example once, neighbours of a run side by side', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 1, max: 9 }), fc.nat(), (count, length, seed) => {
        const examples = Int32Array.from({ length: count }, (_, at) => 10 * at);

        const order = shuffledRuns(examples, length, createRandom(seed));

        expect([...order].sort((a, b) => a - b)).toEqual([...examples]);
        for (const [at, example] of order.entries()) {
          const isFirst = (example / 10) % length === 0;
          if (!isFirst) expect(order[at - 1]).toBe(example - 10);
        }
      }),
    );
  });

  it('is the same for the same seed, and another for another', () => {
    const examples = Int32Array.from({ length: 60 }, (_, at) => at);
    const dealt = (seed: number): number[] => [...shuffledRuns(examples, 4, createRandom(seed))];

    expect(dealt(1)).toEqual(dealt(1));
    expect(dealt(1)).not.toEqual(dealt(2));
  });
});

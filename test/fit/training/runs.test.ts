import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runLength, shuffledRuns } from '../../../src/fit/training/runs.ts';
import type { NetworkSpec } from '../../../src/network/network-spec.ts';
import { createRandom } from '../../../src/random.ts';

/** A network whose first layer reads `features` numbers. */
function network(features: number, units: readonly number[] = [32]): NetworkSpec {
  const rest = { embeddings: [], dropout: 0, outputs: 1 };
  return { ...rest, features, units, loss: 'binary_crossentropy' };
}

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
      expect(runLength({}, network(80), batchSize)).toBe(length);
    },
  );

  // A run of 4 saves ¾ of the projections, which are features / (features + units) of the work.
  it.each([
    [2, [32], 1],
    [15, [32], 1],
    [16, [32], 4],
    [64, [32, 32], 4],
    [64, [32, 256], 1],
    [10, [], 1],
  ])(
    'of windows of %d features for %p units is %d: it saves a quarter of the work',
    (features, units, length) => {
      expect(runLength({}, network(features, units), 64)).toBe(length);
    },
  );

  it('is 1 for rows that are sequences of their own', () => {
    expect(runLength({ order: new Int32Array(0) }, network(80), 256)).toBe(1);
  });
});

describe('shuffledRuns', () => {
  it('deals every example once, neighbours of a run side by side', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 1, max: 9 }), fc.nat(), (count, length, seed) => {
        const examples = Int32Array.from({ length: count }, (_, at) => 10 * at);

        const order = shuffledRuns(examples, length, createRandom(seed));

        expect([...order].sort((a, b) => a - b)).toEqual([...examples]);
        const firsts = order.filter((example, at) => at === 0 || order[at - 1] !== example - 10);
        const phases = new Set(
          [...firsts].filter((example) => example > 0).map((first) => (first / 10) % length),
        );
        expect(phases.size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('begins its runs elsewhere in another pass', () => {
    const examples = Int32Array.from({ length: 64 }, (_, at) => at);
    const random = createRandom(0);

    const phases = Array.from({ length: 20 }, () => {
      const order = shuffledRuns(examples, 4, random);
      const firsts = order.filter((example, at) => at === 0 || order[at - 1] !== example - 1);
      return (firsts.find((first) => first > 0) ?? 0) % 4;
    });

    expect(new Set(phases)).toEqual(new Set([0, 1, 2, 3]));
  });

  it('is the same for the same seed, and another for another', () => {
    const examples = Int32Array.from({ length: 60 }, (_, at) => at);
    const dealt = (seed: number): number[] => [...shuffledRuns(examples, 4, createRandom(seed))];

    expect(dealt(1)).toEqual(dealt(1));
    expect(dealt(1)).not.toEqual(dealt(2));
  });
});

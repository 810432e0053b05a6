import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { centre, uncentred } from '../../src/baseline/centred.ts';
import { fitLinear } from '../../src/baseline/linear-model.ts';
import { ridgeSolver, ridgeWork } from '../../src/baseline/ridge-solution.ts';
import { createRandom, type Random } from '../../src/random.ts';
import type { LinearInputs } from '../../src/readings/linear-inputs.ts';
import { inputsOf } from '../support/rows/linear-inputs.ts';

const rest = { breathe: async () => undefined };

/** Makes columns of mean 2, the last of which is a sum of the others. */
function columnsOf(count: number, dense: number, random: Random): LinearInputs {
  const rows = Array.from({ length: count }, () => {
    const own = Array.from({ length: dense - 1 }, () => random.normal() + 2);
    return [...own, own.reduce((sum, value) => sum + value, 0)];
  });
  return inputsOf({ count, dense, values: rows.flat() });
}

function targetsFor({ count, dense, values }: LinearInputs, outputs: number, random: Random) {
  return Float32Array.from({ length: count * outputs }, (_, at) => {
    const row = Math.floor(at / outputs);
    return 3 + (at % outputs) + values[row * dense] - values[row * dense + 1] + random.normal();
  });
}

describe('ridgeSolver', () => {
  it('finds the minimum that iterations find, for each penalty and output', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(1, 10, 1000),
        async (seed, outputs, penalty) => {
          const random = createRandom(seed);
          const inputs = columnsOf(80, 5, random);
          const targets = targetsFor(inputs, outputs, random);
          const task = { loss: 'mean_squared_error', outputs, penalty } as const;
          const iterated = await fitLinear(inputs, targets, task, rest);

          const means = centre(inputs);
          const solve = ridgeSolver(inputs, targets, outputs);
          const solved = uncentred(solve?.(penalty) ?? new Float64Array(0), means, inputs, outputs);

          expect(solved).toHaveLength(iterated.length);
          for (const [at, weight] of iterated.entries()) {
            expect(Math.abs(solved[at] - weight)).toBeLessThan(2e-3);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('gives a constant column no weight', () => {
    const inputs = inputsOf({ count: 4, dense: 2, values: [-1, 0, 1, 0, -2, 0, 2, 0] });
    const targets = Float32Array.of(-1, 1, -2, 2);

    const [weight, ofConstant, bias] = ridgeSolver(inputs, targets, 1)?.(1) ?? [];

    expect(weight).toBeCloseTo(10 / 11, 6);
    expect([ofConstant, bias]).toEqual([0, 0]);
  });

  it.each([
    ['a target is not known', inputsOf({ count: 2, dense: 1, values: [1, -1] }), [1, Number.NaN]],
    ['columns are one-hot', inputsOf({ count: 2, columns: 2, ones: 1, indexes: [0, 1] }), [1, 2]],
    ['there are no rows', inputsOf({ count: 0, dense: 1 }), []],
  ])('leaves it to iterations where %s', (_, inputs, targets) => {
    expect(ridgeSolver(inputs, Float32Array.from(targets), 1)).toBeUndefined();
  });

  it('leaves too many columns to iterations', () => {
    const shape = { columns: 0, ones: 0, count: 200_000 };
    expect(ridgeWork({ ...shape, dense: 10 }, 1)).toBeLessThan(1e8);
    expect(ridgeWork({ ...shape, dense: 300 }, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSimdKernel } from '../../src/kernel/simd-kernel.ts';
import { plainWeights, type WeightArithmetic } from '../../src/kernel/weight-arithmetic.ts';
import { createRandom } from '../../src/random.ts';
import { simdWasm } from '../support/kernel/simd-wasm.ts';

const simd = createSimdKernel(simdWasm).linear as WeightArithmetic;
const both = [simd, plainWeights];

describe('the weights before training', () => {
  it('are the numbers that the generator gives one by one, which goes on behind them', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.nat(300),
        fc.double({ min: 0, max: 10 }),
        (seed, count, limit) => {
          const drawing = createRandom(seed);
          const drawn = Array.from({ length: count }, () =>
            Math.fround((2 * drawing.uniform() - 1) * limit),
          );
          const next = drawing.uniform();
          for (const arithmetic of both) {
            const random = createRandom(seed);
            const filled = arithmetic.floats(count);

            random.drawMany((state) => arithmetic.fillUniform(state, limit, filled));

            expect([...filled]).toEqual(drawn);
            expect(random.uniform()).toBe(next);
          }
        },
      ),
    );
  });

  it('have the same orthonormal rows to a bit', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 8 }), fc.nat(9), (seed, rows, more) => {
        const columns = rows + more;
        const found = both.map((arithmetic) => {
          const random = createRandom(seed);
          const matrix = arithmetic.doubles(rows * columns);
          for (const at of matrix.keys()) matrix[at] = random.normal();
          arithmetic.orthonormalise(matrix, columns);
          return [...matrix];
        });

        expect(found[0]).toEqual(found[1]);
      }),
    );
  });
});

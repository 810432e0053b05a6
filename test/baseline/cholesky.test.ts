import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cholesky, solved } from '../../src/baseline/cholesky.ts';
import { createRandom } from '../../src/random.ts';

describe('cholesky', () => {
  it('solves what products with a vector give', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 9 }), (seed, size) => {
        const random = createRandom(seed);
        const columns = Array.from({ length: size }, () =>
          Array.from({ length: 12 }, random.normal),
        );
        const dot = (a: readonly number[], b: readonly number[]): number =>
          a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
        const at = (row: number, column: number): number =>
          dot(columns[row] ?? [], columns[column] ?? []) + (row === column ? 0.5 : 0);
        const x = Array.from({ length: size }, random.normal);
        const side = Float64Array.from(x, (_, row) =>
          dot(
            x.map((_, column) => at(row, column)),
            x,
          ),
        );

        const found = solved(cholesky(size, at), side);

        for (const [row, value] of x.entries()) expect(found[row]).toBeCloseTo(value, 6);
      }),
    );
  });

  it('returns the lower triangle', () => {
    const matrix = [[4], [2, 10]];
    expect(cholesky(2, (row, column) => matrix[row]?.[column] ?? 0)).toEqual([
      Float64Array.of(2),
      Float64Array.of(1, 3),
    ]);
  });
});

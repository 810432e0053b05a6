import { describe, expect, it } from '@jest/globals';
import { type RidgeRows, ridgeErrors } from '../../../src/fit/encoders/ridge.ts';
import { createRandom } from '../../../src/random.ts';

/** Makes rows of four columns, of which the target is 2·a − 3·b + 5, with noise. */
function rowsOf(count: number, seed: number, noise = 0): RidgeRows {
  const random = createRandom(seed);
  const inputs = Array.from({ length: count }, () =>
    Float32Array.from({ length: 4 }, () => random.normal()),
  );
  const targets = Float64Array.from(inputs, ([a = 0, b = 0]) => {
    return 2 * a - 3 * b + 5 + noise * random.normal();
  });
  return { inputs, targets };
}

describe('ridgeErrors', () => {
  it('finds a linear rule, but for its penalty', () => {
    const [error = 1] = ridgeErrors(rowsOf(5000, 1), rowsOf(500, 2), [[0, 1, 2, 3]]);

    expect(error).toBeLessThan(1e-5);
  });

  it.each([
    [[0], 9],
    [[1], 4],
    [[2, 3], 13],
    [[], 13],
  ])('leaves with the columns %j what the others explain', (columns, expected) => {
    const [error] = ridgeErrors(rowsOf(5000, 1), rowsOf(5000, 2), [columns]);

    expect(error).toBeGreaterThan(0.93 * expected);
    expect(error).toBeLessThan(1.07 * expected);
  });

  it('has a larger error on later rows with columns that tell nothing, where rows are few', () => {
    const [all = 0, own = 0] = ridgeErrors(rowsOf(12, 1, 5), rowsOf(2000, 2, 5), [
      [0, 1, 2, 3],
      [0, 1],
    ]);

    expect(all).toBeGreaterThan(own);
  });

  it('reads columns that are all alike', () => {
    const rows = rowsOf(50, 1);
    for (const row of rows.inputs) row[2] = 7;

    expect(ridgeErrors(rows, rows, [[0, 1, 2]])[0]).toBeLessThan(0.1);
  });
});

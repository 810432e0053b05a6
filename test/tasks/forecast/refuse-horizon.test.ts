import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../src/errors.ts';
import { refuseHorizon } from '../../../src/tasks/forecast/refuse-horizon.ts';

describe('refuseHorizon', () => {
  const twoSeries = { begins: Int32Array.of(0, 0, 0, 3, 3) };

  it('lets pass what the longest series has room for', () => {
    expect(() => refuseHorizon(2, twoSeries)).not.toThrow();
  });

  it.each<[string, number, Int32Array, string]>([
    [
      'a horizon as long as the longest series',
      3,
      twoSeries.begins,
      'horizon=3 needs a series of more than 3 rows, and the longest here has 3: use a shorter horizon, or a longer time range.',
    ],
    [
      'one that no row has room for',
      1,
      new Int32Array(0),
      'horizon=1 needs a series of more than 1 row, and the longest here has 0: use a shorter horizon, or a longer time range.',
    ],
    [
      'more values than can be held',
      10_000,
      new Int32Array(50_000),
      'horizon=10000 for 50,000 rows is more than can be held, 268,435,456 values: use a shorter horizon, or fewer rows with max_rows=26843.',
    ],
  ])('refuses %s', (_, horizon, begins, sentence) => {
    expect(() => refuseHorizon(horizon, { begins })).toThrow(new UserError(sentence));
  });
});

import { describe, expect, it } from '@jest/globals';
import { naiveError, previousTarget } from '../../src/evaluate/previous-target.ts';

type Data = Parameters<typeof naiveError>[0];

/** Makes two sequences, of four rows and of two; the second row of the first has no target. */
const data = (kind: 'features' | 'tokens' = 'features'): Data =>
  ({
    encoder: { kind, fields: [] },
    placed: { begins: Int32Array.of(0, 0, 0, 0, 4, 4) },
    targets: Float32Array.of(1, Number.NaN, 4, 5, 10, 8),
    training: Int32Array.of(0, 2, 3, 4),
  }) as unknown as Data;

describe('previousTarget', () => {
  it('is the last known target of the same sequence', () => {
    const previous = previousTarget(data());

    expect([0, 1, 2, 3, 4, 5].map((at) => previous?.(at))).toEqual([
      Number.NaN,
      1,
      1,
      4,
      Number.NaN,
      10,
    ]);
  });

  it('is undefined where each row is a sequence of its fields', () => {
    expect(previousTarget(data('tokens'))).toBeUndefined();
  });
});

describe('naiveError', () => {
  it('is the mean absolute error of the last value, on training rows that have one', () => {
    // The differences are |4 − 1| and |5 − 4|.
    expect(naiveError(data())).toBe(2);
  });

  it('is not known where no training row has one before it', () => {
    expect(naiveError({ ...data(), training: Int32Array.of(0, 4) })).toBeUndefined();
    expect(naiveError(data('tokens'))).toBeUndefined();
  });
});

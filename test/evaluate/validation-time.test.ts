import { describe, expect, it } from '@jest/globals';
import { validationSeconds } from '../../src/evaluate/validation-time.ts';

type Data = Parameters<typeof validationSeconds>[0];

/** There are ten rows, one every ten seconds: seven train, two validate, and the last one tests. */
const data = {
  placed: {
    rows: Int32Array.from({ length: 10 }, (_, at) => at),
    times: Float64Array.from({ length: 10 }, (_, at) => 1000 + 10 * at),
  },
  training: Int32Array.of(0, 1, 2, 3, 4, 5, 6),
  validation: Int32Array.of(7, 8),
  test: Int32Array.of(9),
} as unknown as Data;

describe('validationSeconds', () => {
  it('is the time from the first to the last row with split=time', () => {
    expect(validationSeconds(data, { split: 'time' })).toBe(10);
  });

  it.each(['random', 'entity'] as const)(
    'is the share of the validation rows in all the time with split=%s',
    (split) => {
      expect(validationSeconds(data, { split })).toBeCloseTo(90 * (2 / 10), 9);
    },
  );

  it('is not known without times or validation rows', () => {
    const placed = { ...data.placed, times: undefined };
    expect(validationSeconds({ ...data, placed }, { split: 'time' })).toBeNull();
    const validation = new Int32Array(0);
    expect(validationSeconds({ ...data, validation }, { split: 'random' })).toBeNull();
  });
});

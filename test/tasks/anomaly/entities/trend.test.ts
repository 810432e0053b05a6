import { describe, expect, it } from '@jest/globals';
import {
  followTrend,
  nextTrend,
  TREND_ROWS,
} from '../../../../src/tasks/anomaly/entities/trend.ts';

const scale = { usual: 1, most: 9 };

describe('the trend', () => {
  it('moves a sixteenth of the way to the excess of each row', () => {
    expect(nextTrend(0, 5, scale)).toBe(4 / 16);
    expect([...followTrend(Float64Array.of(5, 1), scale)]).toEqual([4 / 16, (4 / 16) * (15 / 16)]);
  });

  it('comes to rest at the excess beyond the usual one', () => {
    const lasting = followTrend(new Float64Array(400).fill(3), scale);

    expect(lasting.at(-1)).toBeCloseTo(2, 6);
  });

  it('is raised by no single row more than by one of the largest usual ones', () => {
    expect(nextTrend(0, 1e6, scale)).toBe(nextTrend(0, 9, scale));
  });

  it('has forgotten all but a fiftieth after TREND_ROWS', () => {
    const after = followTrend(new Float64Array(TREND_ROWS + 1).fill(1).with(0, 9), scale);

    expect((after.at(-1) ?? 0) / (after[0] ?? 0)).toBeLessThan(1 / 50);
  });
});

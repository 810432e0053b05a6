import { describe, expect, it } from '@jest/globals';
import { distanceOf, fitResiduals, residualScore } from '../../../src/tasks/forecast/residuals.ts';

describe('distanceOf', () => {
  it.each([
    [{ lower: -2, upper: 4 }, 4, 1],
    [{ lower: -2, upper: 4 }, -2, -1],
    [{ lower: -2, upper: 4 }, 1, 0],
    [{ lower: -2, upper: 4 }, 10, 3],
    [{ lower: 0, upper: 0 }, 0, 0],
    [{ lower: 0, upper: 0 }, -1, Number.NEGATIVE_INFINITY],
  ])('in %j of %d is %d', (interval, error, expected) => {
    expect(distanceOf(interval, error)).toBe(expected);
  });
});

describe('residualScore', () => {
  const count = 999;
  const ranks = fitResiduals(Float64Array.from({ length: count }, (_, at) => at / count));
  const record = { residuals: { ranks, size: 0.5, seconds: null } };

  it('is the share of held-out rows that are less odd', () => {
    expect(residualScore(record, 0.5)).toBeCloseTo(0.5, 2);
    expect(residualScore(record, 0.95)).toBeCloseTo(0.95, 2);
  });

  it('grows beyond all held-out rows, and stays below 1', () => {
    const scores = [1, 1.5, 3, 100, Number.POSITIVE_INFINITY].map((distance) =>
      residualScore(record, distance),
    );

    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(scores.every((score) => score < 1)).toBe(true);
    expect(new Set(scores).size).toBeGreaterThan(3);
  });

  it('is not known without a value, or for a model of an older release', () => {
    expect(residualScore(record, Number.NaN)).toBeNaN();
    expect(residualScore({}, 1)).toBeNaN();
  });
});

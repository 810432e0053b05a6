import { describe, expect, it } from '@jest/globals';
import { ForecastJudge } from '../../../src/tasks/forecast/forecast-judge.ts';
import {
  fitResiduals,
  relativeDistance,
  residualScore,
} from '../../../src/tasks/forecast/residuals.ts';

/** Errors of held-out rows are half as large as the bounds are wide, on average. */
const ranks = fitResiduals(Float64Array.from({ length: 999 }, (_, at) => (4 * at) / 999));

/** The last of many errors of twice the bounds, which have widened with them. */
function lastOf(bySize: true | undefined): ReturnType<ForecastJudge['next']> {
  const forecast = {
    intervals: [{ lower: -10, upper: 10 }],
    residuals: { ranks, size: 0.5, seconds: null, bySize },
  };
  const judge = new ForecastJudge({ forecast, target: { horizon: 1 } } as never);
  const judged = Array.from({ length: 200 }, () => judge.next('host', 20, false));
  return judged.at(-1) as ReturnType<ForecastJudge['next']>;
}

describe('ForecastJudge', () => {
  it('ranks by the bounds where an older release has fitted the ranks', () => {
    const { widths, score } = lastOf(undefined);

    expect(score).toBe(
      residualScore({ residuals: { ranks } } as never, relativeDistance(2, widths)),
    );
  });

  it('ranks by the size of errors, which does not follow one side', () => {
    const { widths, score } = lastOf(true);

    expect(score).not.toBe(
      residualScore({ residuals: { ranks } } as never, relativeDistance(2, widths)),
    );
    expect(score).toBeLessThan(0.5);
  });
});

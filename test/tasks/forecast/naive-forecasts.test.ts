import { describe, expect, it } from '@jest/globals';
import { changesAhead } from '../../../src/tasks/forecast/changes.ts';
import { naiveForecasts } from '../../../src/tasks/forecast/naive-forecasts.ts';

const NONE = Number.NaN;

// There is a series of eight rows, of which the sixth is null, and one of four.
const levels = Float64Array.of(1, 2, 3, 4, 11, NONE, 13, 14, 50, 60, NONE, 80);
const begins = Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8);

/** Returns the forecasts for an example, by the name of the model, relative to a last value of 0. */
function told(example: number, horizon: number, period?: number): Promise<[string, number[]][]> {
  const given = { series: { levels, begins }, horizon, period };
  const baselines = naiveForecasts({
    ...given,
    originsOf: ({ length }) => {
      return { levels: new Float64Array(length), units: new Float64Array(length).fill(1) };
    },
  });
  return Promise.all(
    baselines.map(async ({ name, predict }) => [
      name,
      [...(await predict(Int32Array.of(example)))],
    ]),
  );
}

describe('naiveForecasts', () => {
  it('repeat the last season, from what was known `horizon` rows before', async () => {
    // Row 7 is predicted from row 4 on: rows 1, 2, 3 are a season of four before rows 5, 6, 7.
    expect(await told(7, 3, 4)).toEqual([
      ['mean', [0, 0, 0]],
      ['last value', [11, 11, 11]],
      ['seasonal naive (4 rows)', [2, 3, 4]],
    ]);
  });

  it('repeat it twice where the horizon is longer', async () => {
    // The forecast goes from row 3 on, in seasons of two rows: 3, 4, 3, 4.
    expect((await told(7, 4, 2))[2]).toEqual(['seasonal naive (2 rows)', [3, 4, 3, 4]]);
  });

  it('repeat the last value where the season before is not known, or belongs to another series', async () => {
    // The forecast goes from row 9 on, because row 7 is of the other series.
    expect((await told(11, 2, 3))[2]).toEqual(['seasonal naive (3 rows)', [60, 50]]);
    expect((await told(11, 1, 3))[2]).toEqual(['seasonal naive (3 rows)', [50]]);
  });

  it('take the last value that is known', async () => {
    expect(await told(6, 1)).toEqual([
      ['mean', [0]],
      ['last value', [11]],
    ]);
  });

  it('are changes against what the network adds to, in the unit of the window', async () => {
    const given = { series: { levels, begins }, horizon: 2, period: undefined };
    const origins = { levels: Float64Array.of(4), units: Float64Array.of(0.5) };
    const [mean, last] = naiveForecasts({ ...given, originsOf: () => origins });

    expect([...((await mean?.predict(Int32Array.of(5))) ?? [])]).toEqual([-8, -8]);
    expect([...((await last?.predict(Int32Array.of(5))) ?? [])]).toEqual([0, 0]);
  });
});

describe('changesAhead', () => {
  it('are those of the rows from the window on to the example itself', () => {
    // The windows have two rows and end two rows before.
    const starts = Int32Array.of(0, 1, 0, 0, 1);
    const lengths = Int32Array.of(1, 1, 1, 2, 2);
    const steps = { levels: Float64Array.of(10, 12, NONE, 17, 11) };

    const changes = changesAhead({ steps, starts, lengths }, 2);

    // The example at 4 knows 12 and not the row after it: rows 3 and 4 are 5 above and 1 below.
    expect([...changes.subarray(6)]).toEqual([NONE, 5, 5, -1]);
  });
});

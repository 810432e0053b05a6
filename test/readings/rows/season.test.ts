import { describe, expect, it } from '@jest/globals';
import type { Sequences } from '../../../src/encode/rows/steps.ts';
import { windowsOver } from '../../../src/encode/rows/windows.ts';
import { SEASON_FEATURES, writeSeason } from '../../../src/readings/rows/season.ts';
import { levelCount, levelTerms, writeLevels } from '../../../src/readings/rows/summary-levels.ts';

/** Levels of two entities of twelve rows each, the second ten times as large; one level is not known. */
const levels = Float64Array.from({ length: 24 }, (_, at) =>
  at === 9 ? Number.NaN : (at < 12 ? 1 : 10) * [0, 5, 2, 7][at % 4],
);
const begins = Int32Array.from(levels, (_, at) => (at < 12 ? 0 : 12));
const season = { rows: 4, lead: 2 };

/** Windows of three rows, of which the last stands two rows before the row. */
const sequences: Sequences = windowsOver(
  {
    count: 24,
    width: 0,
    features: new Float32Array(0),
    idCount: 0,
    ids: new Int32Array(0),
    levels,
    season,
    lags: { count: 2, field: 'load' },
  },
  { begins },
  { rows: 3, lead: 2 },
);

function seasonOf(step: number, scaled?: Sequences['steps']['scaled']): number[] {
  const features = new Float32Array(SEASON_FEATURES);
  const steps = { features, width: SEASON_FEATURES, ...(scaled && { scaled }) };
  writeSeason(season, steps, { step: 0, column: 0 }, (before) =>
    step - before < begins[step] ? Number.NaN : levels[step - before],
  );
  return [...features];
}

describe('writeSeason', () => {
  it.each([
    ['the change and the distance one season before', 5, [2, 0, 0]],
    ['nothing of rows before the first, which it says', 3, [0, 0, 1]],
    ['nothing of another entity', 14, [0, 0, 1]],
    ['no more than 8', 17, [8, 0, 0]],
    ['a change, without a distance where now is not known', 9, [2, 0, 0]],
    ['nothing where the change is not known', 11, [0, 0, 1]],
  ])('writes %s', (_, step, expected) => {
    expect(seasonOf(step)).toEqual(expected);
  });

  it('leaves clipping to windows that are scaled by themselves', () => {
    const scaled = {
      scale: { share: 1, least: 1, factor: 1 },
      offset: 0,
      column: 0,
      differences: [],
    };

    expect(seasonOf(17, scaled)).toEqual([20, 0, 0]);
  });
});

describe('writeLevels', () => {
  const written = (row: number): number[] => {
    const values = new Float32Array(levelCount(sequences.steps));
    writeLevels({ sequences, samples: Int32Array.of(row) }, values, { first: 0, stride: 0 });
    return [...values];
  };

  it('writes the window and the season as distances from the last level', () => {
    // Row 8 is forecast from rows 4 … 6 (0, 5, 2); one season before, rows 2 … 4 have 2, 7, 0.
    expect(written(8)).toEqual([3, -2, 0, 5, -2]);
  });

  it('writes nothing of what is not known', () => {
    // Row 3 is forecast from rows 0 and 1; no season has passed.
    expect(written(3)).toEqual([-5, 0, 0, 0, 0]);
    // Row 15 is forecast from the first rows of another entity.
    expect(written(15)).toEqual([-50, 0, 0, 0, 0]);
  });

  it('has terms that are the columns, with the rows that they are of', () => {
    expect(levelTerms(sequences, 8, 10)).toEqual([
      { column: 10, difference: 3, field: 'load', back: 1 },
      { column: 11, difference: -2, field: 'load', back: 2 },
      { column: 12, difference: 0, field: 'season', back: 0 },
      { column: 13, difference: 5, field: 'season', back: 0 },
      { column: 14, difference: -2, field: 'season', back: 0 },
    ]);
  });

  it('counts no columns of models that read no levels', () => {
    expect(levelCount({})).toBe(0);
  });
});

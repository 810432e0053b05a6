import { describe, expect, it } from '@jest/globals';
import {
  ownWindows,
  windowMoments,
  windowOrigins,
  windowSpreads,
} from '../../../src/encode/rows/window-scale.ts';

const NONE = Number.NaN;

/** Makes two windows over five rows, of which each has the target's past, and a flag. */
function sequencesOf(values: readonly number[], column: number | undefined = 0) {
  const scale = { share: 0.25, least: 0.5, factor: 2 };
  const steps = {
    count: 5,
    width: 2,
    features: Float32Array.from([7, 1, 7, 2, 7, 3, 7, 4, 7, 5]),
    idCount: 1,
    ids: Int32Array.of(1, 2, 3, 4, 5),
    levels: Float64Array.from(values),
    scaled: { scale, offset: 0, column, differences: [] },
  };
  return { steps, starts: Int32Array.of(0, 2), lengths: Int32Array.of(2, 3) };
}

const both = Int32Array.of(0, 1);

describe('windowSpreads', () => {
  it('pool the deviations of a window with an average window', () => {
    const sequences = sequencesOf([10, 14, 10, 14, NONE]);

    const [spread = 0] = windowSpreads(sequences, both, { share: 0.25, offset: 0 });

    // The squares about the mean of 12 sum up to 8, the mean square is 148, and four rows of a quarter of it
    // come in addition.
    expect(spread).toBeCloseTo(Math.sqrt((8 + 4 * 0.25 * 148) / (1 + 4)), 12);
  });

  it('grow as the values do, also of one value and of equal values', () => {
    for (const values of [
      [10, 14, 10, 14, NONE],
      [3, 3, 3, 3, 3],
      [NONE, 5, NONE, NONE, 5],
    ]) {
      const spreads = [1, 1000].map((factor) =>
        windowSpreads(sequencesOf(values.map((value) => factor * value)), both, {
          share: 0.25,
          offset: 0,
        }),
      );
      for (const at of both) {
        expect(spreads[0]?.[at]).toBeGreaterThan(0);
        expect(spreads[1]?.[at]).toBeCloseTo(1000 * (spreads[0]?.[at] ?? 0), 8);
      }
    }
  });

  it('are 0 for zeros and for nothing known', () => {
    const sequences = sequencesOf([0, 0, NONE, NONE, NONE]);

    expect([...windowSpreads(sequences, both, { share: 0.25, offset: 0 })]).toEqual([0, 0]);
  });
});

describe('windowMoments', () => {
  it('count squares about 0 from the offset on', () => {
    expect(windowMoments(sequencesOf([1, 3, NONE, 1, 1]), 0, 10)).toEqual({
      count: 2,
      meanSquare: (11 ** 2 + 13 ** 2) / 2,
      squares: 2,
    });
  });
});

describe('windowOrigins', () => {
  it('are the last known level, and the unit of the window', () => {
    const { levels, units } = windowOrigins(sequencesOf([0, 0, 10, 14, NONE]), both);

    expect([...levels]).toEqual([0, 14]);
    expect(units[0]).toBe(2 * 0.5);
    expect(units[1]).toBeCloseTo(2 * Math.sqrt((8 + 4 * 0.25 * 148) / 5), 12);
  });

  it('have the unit 1 where windows are not scaled', () => {
    const { steps, ...windows } = sequencesOf([1, 2, 3, 4, 5]);

    expect(windowOrigins({ steps: { levels: steps.levels }, ...windows }, both)).toEqual({
      levels: Float64Array.of(2, 5),
      units: Float64Array.of(1, 1),
    });
  });
});

describe('ownWindows', () => {
  it('read the past as distances from the last known level, in the unit of the window', () => {
    const sequences = sequencesOf([0, 0, 10, 14, NONE]);
    const unit = windowOrigins(sequences, both).units[1] as number;

    const own = ownWindows(sequences, Int32Array.of(1));

    expect([...own.samples]).toEqual([0]);
    expect(own.sequences.steps.features).toEqual(
      Float32Array.from([(10 - 14) / unit, 3, 0, 4, 0, 5]),
    );
    expect([...own.sequences.steps.ids]).toEqual([3, 4, 5]);
    expect([own.sequences.starts, own.sequences.lengths]).toEqual([
      Int32Array.of(0),
      Int32Array.of(3),
    ]);
  });

  it('follow the order of the steps', () => {
    const order = Int32Array.of(4, 3, 2, 1, 0);
    const { sequences } = ownWindows({ ...sequencesOf([1, 2, 3, 4, 5]), order }, both);

    expect([...sequences.steps.ids]).toEqual([5, 4, 3, 2, 1]);
  });

  it('leave sequences as they are where nothing is scaled', () => {
    const sequences = sequencesOf([1, 2, 3, 4, 5], undefined);
    const { scaled: _, ...plain } = sequences.steps;

    expect(ownWindows({ ...sequences, steps: plain }, both).sequences.steps).toBe(plain);
  });
});

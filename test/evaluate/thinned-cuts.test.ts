import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ScoreCuts } from '../../src/evaluate/score-cuts.ts';
import { scoreCuts } from '../../src/evaluate/score-cuts.ts';
import { thinnedCuts } from '../../src/evaluate/thinned-cuts.ts';

/** Returns the cuts of rows whose scores descend, one a row, of these classes. */
const cutsOf = (...actual: readonly number[]): ScoreCuts =>
  scoreCuts(
    actual,
    actual.map((_, at) => 1 - at / actual.length),
  );

describe('thinnedCuts', () => {
  it.each<[what: string, cuts: ScoreCuts, most: number, kept: number[], expected: number[]]>([
    ['no cut', cutsOf(), 5, [], []],
    ['one cut', cutsOf(1), 5, [], [0]],
    ['as many cuts as there may be', cutsOf(1, 0, 1), 3, [], [0, 1, 2]],
    ['the corner of two straight lines', cutsOf(1, 1, 1, 0, 0, 0), 3, [], [0, 2, 5]],
    ['the first and the last', cutsOf(1, 1, 0, 0), 2, [], [0, 3]],
    ['what must be kept', cutsOf(1, 1, 1, 0, 0, 0), 4, [1, 4], [0, 1, 4, 5]],
    ['all that must be kept, if too many', cutsOf(1, 1, 1, 0, 0), 2, [1, 2, 3], [0, 1, 2, 3, 4]],
    ['what must be kept once', cutsOf(1, 1, 0, 0), 3, [0, 3, 1, 1], [0, 1, 3]],
    ['no more than a straight line needs', cutsOf(1, 1, 1, 1, 1, 1), 4, [], [0, 5]],
  ])('keeps %s', (_, cuts, most, kept, expected) => {
    expect(thinnedCuts(cuts, most, kept)).toEqual(expected);
  });

  it('keeps the area under the ROC curve within a hundredth, whatever the rows', () => {
    const rows = fc.array(fc.nat(1), { minLength: 60, maxLength: 400 });
    fc.assert(
      fc.property(rows, (actual) => {
        const cuts = cutsOf(...actual);
        const all = Array.from(cuts.scores, (_, cut) => cut);
        const thinned = thinnedCuts(cuts, 50, []);

        expect(thinned.length).toBeLessThanOrEqual(50);
        expect(Math.abs(areaOf(cuts, thinned) - areaOf(cuts, all))).toBeLessThan(0.01);
      }),
    );
  });
});

/** Computes the area under the ROC curve through some of the cuts. */
function areaOf({ positives, negatives }: ScoreCuts, cuts: readonly number[]): number {
  const whole = (positives.at(-1) ?? 0) * (negatives.at(-1) ?? 0) || 1;
  let [area, left, low] = [0, 0, 0];
  for (const cut of cuts) {
    const [right, high] = [negatives[cut] as number, positives[cut] as number];
    area += ((right - left) * (low + high)) / 2;
    [left, low] = [right, high];
  }
  return area / whole;
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classMetrics } from '../../src/evaluate/figures.ts';
import { compareRanks, type RankedRows } from '../../src/fit/rank-comparison.ts';
import { createRandom } from '../../src/random.ts';

const CLASSES = ['a', 'b', 'c', 'd'];

/** Makes classes in turn, and probabilities that know them a little; `skill` is how well. */
function ranked(
  classes: number,
  rows: number,
  [usual, other]: readonly [number, number],
  seed = 1,
): RankedRows {
  const random = createRandom(seed);
  const actual = Float32Array.from({ length: rows }, (_, row) => row % classes);
  const probabilities = (skill: number): Float32Array => {
    const all = new Float32Array(rows * classes);
    for (const [row, index] of actual.entries()) {
      const odds = Array.from({ length: classes }, (_, at) =>
        Math.exp(Math.round(4 * (random.normal() + (at === index ? skill : 0))) / 4),
      );
      const sum = odds.reduce((total, own) => total + own, 0);
      all.set(
        odds.map((own) => own / sum),
        row * classes,
      );
    }
    return all;
  };
  return { usual: probabilities(usual), other: probabilities(other), actual };
}

describe('compareRanks', () => {
  it('has the mean ROC AUC of the classes that the figures of a model have', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }), fc.nat(100), (classes, seed) => {
        const rows = ranked(classes, 400, [0.5, 1], seed);
        const target = {
          mode: 'classify',
          field: 'y',
          classes: CLASSES.slice(0, classes),
        } as const;
        const { metrics } = classMetrics(target, 0.5, rows.other, rows.actual);

        expect(compareRanks([rows]).other).toBeCloseTo(metrics['roc_auc'] ?? 0, 6);
      }),
      { numRuns: 20 },
    );
  });

  it.each<[what: string, classes: number, skills: readonly [number, number], isOther: boolean]>([
    ['one that ranks better', 2, [0.5, 1.5], true],
    ['one that ranks better, of four classes', 4, [0.5, 1.5], true],
    ['none that ranks worse', 2, [1.5, 0.5], false],
  ])('takes %s', (_, classes, skills, isOther) => {
    expect(compareRanks([ranked(classes, 400, skills)]).isOther).toBe(isOther);
  });

  it('takes no reading that ranks alike, nor one that is better by luck', () => {
    const rows = ranked(2, 400, [1, 1]);
    expect(compareRanks([{ ...rows, other: rows.usual }]).isOther).toBe(false);
    const lucky = Array.from({ length: 200 }, (_, seed) =>
      compareRanks([ranked(2, 200, [1, 1], seed)]),
    );
    // One standard error is exceeded by luck about 16 times in 100.
    expect(lucky.filter(({ isOther }) => isOther).length).toBeLessThan(50);
  });

  it('takes none that is better by a little where both rank nearly all rows right', () => {
    expect(compareRanks([ranked(2, 2000, [4, 5])])).toMatchObject({
      usual: expect.closeTo(0.995, 2),
      isOther: false,
    });
  });

  it('counts what two trials say alike', () => {
    const [better, worse] = [ranked(2, 400, [0.5, 1.5]), ranked(2, 400, [1.5, 0.5])];
    const [one, other] = [compareRanks([better]), compareRanks([worse])];
    expect(compareRanks([better, worse]).usual).toBeCloseTo((one.usual + other.usual) / 2, 10);
    expect(compareRanks([better, worse]).isOther).toBe(false);
  });

  it('leaves out a class that too few rows have', () => {
    const rows = ranked(2, 400, [0.5, 1.5]);
    const rare = Float32Array.from(rows.actual, (index, row) => (row < 5 ? 2 : index));
    const wider = (all: Float32Array): Float32Array =>
      Float32Array.from({ length: 1200 }, (_, at) =>
        at % 3 === 2 ? 0 : all[Math.floor(at / 3) * 2 + (at % 3)],
      );
    const three = { actual: rare, usual: wider(rows.usual), other: wider(rows.other) };
    expect(compareRanks([three]).other).toBeCloseTo(compareRanks([rows]).other, 1);
  });
});

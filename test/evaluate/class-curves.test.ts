import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classEvaluation } from '../../src/evaluate/class-curves.ts';
import { refuseOddCurves } from '../../src/evaluate/consistent-curves.ts';
import { classMetrics } from '../../src/evaluate/figures.ts';
import type { ClassTarget } from '../../src/model/target.ts';
import { createRandom } from '../../src/random.ts';

const TWO: ClassTarget = { mode: 'classify', field: 'y', classes: ['no', 'yes'] };

/** Makes rows of two classes whose probabilities tell them apart more or less, with ties at few digits. */
function rowsOf(seed: number, count: number, share: number, digits: number) {
  const random = createRandom(seed);
  const actual = Float32Array.from({ length: count }, () => Number(random.uniform() < share));
  const probabilities = new Float32Array(2 * count);
  for (const [row, isPositive] of actual.entries()) {
    const logit = random.normal() + isPositive * (seed % 4);
    const probability = Number((1 / (1 + Math.exp(-logit))).toFixed(digits));
    probabilities[2 * row] = 1 - probability;
    probabilities[2 * row + 1] = probability;
  }
  return { actual, probabilities };
}

const someRows = fc.record({
  seed: fc.nat(10_000),
  count: fc.integer({ min: 1, max: 3000 }),
  share: fc.constantFrom(0.002, 0.1, 0.5, 0.99),
  digits: fc.constantFrom(0, 2, 7),
  threshold: fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true })),
});

describe('classEvaluation', () => {
  it('agrees with the figures of the same rows, whatever they and the threshold are', () => {
    fc.assert(
      fc.property(someRows, ({ seed, count, share, digits, threshold }) => {
        const { actual, probabilities } = rowsOf(seed, count, share, digits);
        const { metrics, evidence } = classMetrics(TWO, threshold, probabilities, actual);
        const confusion = evidence.kind === 'classes' ? evidence.confusion : [];
        const rows = { set: 'test', probabilities, actual, confusion, seconds: null } as const;
        const evaluation = classEvaluation(TWO, rows, threshold);

        refuseOddCurves(evaluation, metrics, threshold);
        for (const { thresholds, positives, calibration } of evaluation.curves) {
          expect(thresholds.length).toBeLessThanOrEqual(101);
          expect(thresholds).toEqual(thresholds.toSorted((a, b) => b - a));
          expect(positives.at(-1)).toBe(actual.filter((one) => one === 1).length);
          expect(calibration.rows.reduce((sum, size) => sum + size, 0)).toBe(count);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('refuses counts that contradict a figure', () => {
    const { actual, probabilities } = rowsOf(3, 500, 0.4, 7);
    const { metrics, evidence } = classMetrics(TWO, 0.5, probabilities, actual);
    const confusion = evidence.kind === 'classes' ? evidence.confusion : [];
    const rows = { set: 'test', probabilities, actual, confusion, seconds: null } as const;
    const evaluation = classEvaluation(TWO, rows, 0.5);
    for (const name of ['accuracy', 'recall', 'fpr', 'roc_auc']) {
      const odd = { ...metrics, [name]: (metrics[name] ?? 0) / 2 };
      expect(() => refuseOddCurves(evaluation, odd, 0.5)).toThrow(`: ${name} is `);
    }
  });
});

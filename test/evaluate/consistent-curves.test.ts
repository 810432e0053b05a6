import { describe, expect, it } from '@jest/globals';
import { refuseOddCurves } from '../../src/evaluate/consistent-curves.ts';
import type { ClassEvaluation, Metrics } from '../../src/model/record.ts';

/** Ten rows, four of them positive; the threshold 0.5 calls three of these and one other. */
const EVALUATION: ClassEvaluation = {
  set: 'test',
  confusion: [5, 1, 1, 3],
  curves: [
    {
      class: 1,
      thresholds: [0.9, 0.5, 0],
      positives: [2, 3, 4],
      negatives: [0, 1, 6],
      calibration: { probabilities: [0.4], positives: [4], rows: [10] },
    },
  ],
  seconds: null,
};

/** The area is that of the trapezoids (0, 0), (0, ½), (1/6, ¾), (1, 1). */
const METRICS: Metrics = {
  accuracy: 0.8,
  recall: 0.75,
  fpr: 1 / 6,
  roc_auc: (1 / 6) * 0.625 + (5 / 6) * 0.875,
};

describe('refuseOddCurves', () => {
  it.each<[string, Metrics, number | null]>([
    ['that follow from the counts', METRICS, 0.5],
    ['whose area differs by less than the points left out change', { roc_auc: 0.84 }, 0.5],
    ['of more classes, of which only the accuracy is compared', { accuracy: 0.8, recall: 0 }, null],
    ['that are not there', {}, 0.5],
  ])('lets pass figures %s', (_, metrics, threshold) => {
    expect(() => refuseOddCurves(EVALUATION, metrics, threshold)).not.toThrow();
  });

  it.each<[string, Metrics, number | null, string]>([
    ['accuracy', { accuracy: 0.9 }, 0.5, 'accuracy is 0.9, and the stored counts give 0.8'],
    ['accuracy of more classes', { accuracy: 0.9 }, null, 'accuracy is 0.9'],
    ['recall', { recall: 1 }, 0.5, 'recall is 1, and the stored counts give 0.75'],
    ['false-positive rate', { fpr: 0.5 }, 0.5, 'fpr is 0.5'],
    ['area', { roc_auc: 0.8 }, 0.5, 'roc_auc is 0.8'],
    [
      'figures at another threshold',
      METRICS,
      0.9,
      'recall is 0.75, and the stored counts give 0.5',
    ],
  ])('refuses an odd %s', (_, metrics, threshold, said) => {
    expect(() => refuseOddCurves(EVALUATION, { accuracy: 0.8, ...metrics }, threshold)).toThrow(
      `figures of this fit contradict one another: ${said}`,
    );
  });

  it('refuses a threshold that no point of the curve has', () => {
    expect(() => refuseOddCurves(EVALUATION, METRICS, 0.6)).toThrow(
      'recall is 0.75, and the stored counts give NaN',
    );
  });
});

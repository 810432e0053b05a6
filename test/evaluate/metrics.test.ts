import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { binaryMetrics, multiclassMetrics, regressionMetrics } from '../../src/evaluate/metrics.ts';
import type { Metrics } from '../../src/model/record.ts';

interface Golden {
  readonly name: string;
  readonly threshold: number;
  readonly classes: number;
  readonly y_true: number[];
  readonly y_predicted: number[];
  readonly naive_error: number;
  readonly probability: number[];
  readonly probabilities: number[] | number[][];
  readonly metrics: Metrics;
}

const golden: Record<'binary' | 'multiclass' | 'regression', Golden[]> = JSON.parse(
  readFileSync(new URL('../golden/metrics.json', import.meta.url), 'utf8'),
);

function expectSame(actual: Metrics, expected: Metrics): void {
  for (const [name, value] of Object.entries(expected)) {
    expect([name, actual[name]]).toEqual([name, expect.closeTo(value, 9)]);
  }
}

describe('metrics against scikit-learn', () => {
  it.each(golden.binary.map((entry) => [entry.name, entry] as const))(
    'two classes: %s',
    (_, entry) => {
      expectSame(binaryMetrics(entry.y_true, entry.probability, entry.threshold), entry.metrics);
    },
  );

  it.each(golden.multiclass.map((entry) => [entry.name, entry] as const))(
    'many classes: %s',
    (_, entry) => {
      const probabilities = entry.probabilities.flat();

      expectSame(multiclassMetrics(entry.y_true, probabilities, entry.classes), entry.metrics);
    },
  );

  it.each(golden.regression.map((entry) => [entry.name, entry] as const))(
    'numbers: %s',
    (_, entry) => {
      const metrics = regressionMetrics(entry.y_true, entry.y_predicted, entry.naive_error);

      expectSame(metrics, entry.metrics);
    },
  );

  it('leaves out what one class alone cannot define', () => {
    expect(Object.keys(binaryMetrics([1, 1], [0.2, 0.9], 0.5))).toEqual([
      'accuracy',
      'precision',
      'recall',
      'f1',
      'log_loss',
      'brier',
    ]);
    expect(Object.keys(multiclassMetrics([2, 2], [0, 0.3, 0.7, 1, 0, 0], 3))).toEqual([
      'accuracy',
      'precision',
      'recall',
      'f1',
      'log_loss',
      'brier',
    ]);
    expect(Object.keys(regressionMetrics([3, 3], [3, 4]))).toEqual(['mae', 'rmse']);
    const equal = new Array(12).fill(3.1);
    expect(Object.keys(regressionMetrics(equal, equal.keys().toArray()))).toEqual(['mae', 'rmse']);
  });

  it('leaves out the ROC AUC of classes that do not all occur', () => {
    const metrics = multiclassMetrics([2, 0], [0, 0.3, 0.7, 1, 0, 0], 3);

    expect([metrics['roc_auc'], metrics['pr_auc']]).toEqual([undefined, 1]);
  });

  it('leaves out the scaled error of a series whose naive forecast is exact', () => {
    expect(Object.keys(regressionMetrics([1, 2], [1, 3], 0))).toEqual(['mae', 'rmse', 'r2']);
    // The squares of such small differences are 0: nothing is explained, and nothing divided by 0.
    expect(Object.keys(regressionMetrics([1e-200, 2e-200], [1, 1]))).toEqual(['mae', 'rmse']);
  });
});

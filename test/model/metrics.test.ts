import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  binaryMetrics,
  type Metrics,
  multiclassMetrics,
  regressionMetrics,
} from '../../src/model/fit/metrics.ts';

interface Golden {
  readonly name: string;
  readonly threshold: number;
  readonly classes: number;
  readonly y_true: number[];
  readonly y_predicted: number[];
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
      const classes = Array.isArray(entry.classes) ? entry.classes.length : entry.classes;
      const probabilities = entry.probabilities.flat();

      expectSame(multiclassMetrics(entry.y_true, probabilities, classes), entry.metrics);
    },
  );

  it.each(golden.regression.map((entry) => [entry.name, entry] as const))(
    'numbers: %s',
    (_, entry) => {
      expectSame(regressionMetrics(entry.y_true, entry.y_predicted), entry.metrics);
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
    expect(Object.keys(regressionMetrics([3, 3], [3, 4]))).toEqual(['mae', 'rmse']);
  });
});

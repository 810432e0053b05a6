import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type FigureEvidence,
  refuseContradictions,
  refuseMetrics,
} from '../../src/evaluate/consistent-figures.ts';
import { constantEvidence, type ShareEvidence } from '../../src/evaluate/figure-evidence.ts';
import { classMetrics, type Figures, numberMetrics } from '../../src/evaluate/figures.ts';
import { namedFigures } from '../../src/evaluate/metrics.ts';
import type { Metrics } from '../../src/model/record.ts';
import type { ClassTarget } from '../../src/model/target.ts';
import { createRandom } from '../../src/random.ts';

const target = (...classes: string[]): ClassTarget => ({ mode: 'classify', field: 'y', classes });

/** Classes drawn by lot, predicted with some skill; the figures are as a fit makes them. */
function classFigures(classes: number, rows: number, seed = 1): Figures {
  const random = createRandom(seed);
  const targets = Float32Array.from({ length: rows }, () => random.integer(classes));
  const probabilities = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const own = Array.from(
      { length: classes },
      (_, index) => random.uniform() + (index === targets[row] ? 0.3 : 0),
    );
    const sum = own.reduce((all, value) => all + value, 0);
    for (const [index, value] of own.entries()) probabilities[row * classes + index] = value / sum;
  }
  const names = Array.from({ length: classes }, (_, index) => `class ${index}`);
  return classMetrics(target(...names), 0.5, probabilities, targets);
}

function numberFigures(rows: number): Figures {
  const random = createRandom(2);
  const actual = Float64Array.from({ length: rows }, () => 1e6 * random.normal());
  return numberMetrics(
    actual,
    actual.map((value) => 0.8 * value + random.normal()),
    1000,
  );
}

const forged = (metrics: Metrics, name: string, value: number): Metrics =>
  namedFigures(
    Object.entries(metrics).map(([other, own]) => [other, other === name ? value : own]),
  );

describe('figures that are what they were computed from', () => {
  it.each([
    ['two classes', classFigures(2, 500)],
    ['three classes', classFigures(3, 500)],
    ['more classes than rows', classFigures(20, 7)],
    ['one row', classFigures(2, 1)],
    ['numbers', numberFigures(500)],
    ['two numbers', numberFigures(2)],
    ['numbers that are all 0, which have no R²', numberMetrics([0, 0, 0], [0.1, 0, -0.1])],
    ['numbers that are all .1', numberMetrics([0.1, 0.1, 0.1], [0.1, 0, -0.1])],
    ['numbers whose squares are 0', numberMetrics([1e-200, 2e-200], [1, 1])],
  ])('pass: %s', (_, { metrics, evidence }) => {
    expect(() => refuseMetrics('test', metrics, evidence)).not.toThrow();
  });
});

describe('law', () => {
  it('figures of any predictions pass, and follow from their own rows only', () => {
    const sizes = {
      classes: fc.integer({ min: 2, max: 6 }),
      rows: fc.integer({ min: 1, max: 60 }),
    };

    fc.assert(
      fc.property(fc.record({ ...sizes, seed: fc.nat() }), ({ classes, rows, seed }) => {
        const one = classFigures(classes, rows, seed);
        const other = classFigures(classes, rows, seed + 1);
        refuseMetrics('one', one.metrics, one.evidence);

        const names = ['accuracy', 'precision', 'recall', 'f1'];
        const differ = names.some((name) => one.metrics[name] !== other.metrics[name]);
        if (!differ) return;
        expect(() => refuseMetrics('other', other.metrics, one.evidence)).toThrow(/contradict/);
      }),
    );
  });
});

describe('figures that contradict it', () => {
  const two = classFigures(2, 500);
  const three = classFigures(3, 500);
  const numbers = numberFigures(500);

  it.each<[string, Figures, string, number]>([
    ['accuracy', two, 'accuracy', 0.9907],
    ['precision', two, 'precision', 0.6667],
    ['recall', two, 'recall', 0.6641],
    ['F1', two, 'f1', 0.6654],
    ['false-positive rate', two, 'fpr', 0],
    ['accuracy of three classes', three, 'accuracy', 0.9907],
    ['macro precision', three, 'precision', 0.6667],
    ['macro recall', three, 'recall', 0.6641],
    ['macro F1', three, 'f1', 0.6654],
    ['area above 1', three, 'roc_auc', 1.01],
    ['negative loss', three, 'log_loss', -0.1],
    ['infinite loss', two, 'log_loss', Number.POSITIVE_INFINITY],
    ['Brier score above 2', three, 'brier', 2.1],
    ['figure that is no number', two, 'brier', Number.NaN],
    ['mean absolute error', numbers, 'mae', 1],
    ['root mean squared error', numbers, 'rmse', 1e7],
    ['R²', numbers, 'r2', 0.5],
    ['R² above 1', numbers, 'r2', 1.5],
  ])('are refused: %s', (_, { metrics, evidence }, name, value) => {
    const refuse = () => refuseMetrics('test', forged(metrics, name, value), evidence);

    expect(refuse).toThrow(/^figures of this fit contradict one another: test (?:\w+) is /);
  });

  it('are refused where the root mean squared error is below the mean absolute one', () => {
    const none: ShareEvidence = { kind: 'shares', shares: new Map() };

    expect(() =>
      refuseMetrics(
        'test',
        namedFigures([
          ['mae', 2],
          ['rmse', 1],
        ]),
        none,
      ),
    ).toThrow('test mae is 2, and should be at most rmse, 1');
  });

  it('name both values, for the log, and no class', () => {
    const { metrics, evidence } = two;
    const refuse = () => refuseMetrics('baseline', forged(metrics, 'f1', 0.25), evidence);

    expect(refuse).toThrow(
      `figures of this fit contradict one another: baseline f1 is 0.25, and should be ${metrics['f1']}`,
    );
  });

  it.each([
    [
      'confusion table without a row',
      { confusion: Int32Array.of(1, 0, 0, 1), support: Int32Array.of(2, 1) },
    ],
    ['probability that is none', { oddProbabilities: Int32Array.of(1) }],
  ])('are refused: %s', (_, others) => {
    const evidence = { ...two.evidence, ...others };

    expect(() => refuseMetrics('test', two.metrics, evidence)).toThrow(/contradict one another/);
  });
});

describe('figures of a model that always says one class', () => {
  const classes = target('benign', 'DoS Hulk', 'Heartbleed');
  // This case is a small copy of the Wednesday of CICIDS2017, for which the fault showed the figures of
  // the regression.
  const rows = Float32Array.from({ length: 300 }, (_, row) => (row < 297 ? 0 : 1 + (row % 2)));
  const evidence = constantEvidence(classes, 'always DoS Hulk', rows);
  const own = {
    accuracy: 1 / 300,
    precision: 1 / 300 / 3,
    recall: 1 / 3,
    f1: 2 / 301 / 3,
    roc_auc: 0.5,
    pr_auc: 1 / 3,
  };

  it('follow from its name and the targets alone', () => {
    expect(evidence).toBeDefined();
    expect(() => evidence && refuseMetrics('baseline', own, evidence)).not.toThrow();
  });

  it.each([
    ['those of another model', { accuracy: 0.9907, precision: 0.6667, recall: 0.6641, f1: 0.6654 }],
    ['a rank that it cannot have', { roc_auc: 0.7 }],
    ['an average precision that it cannot have', { pr_auc: 0.7255 }],
  ])('are refused with %s', (_, others) => {
    const refuse = () => evidence && refuseMetrics('baseline', { ...own, ...others }, evidence);

    expect(refuse).toThrow(/contradict one another: baseline /);
  });

  it('do not pass for another model', () => {
    expect(constantEvidence(classes, 'logistic regression', rows)).toBeUndefined();
  });
});

describe('the record of a fit', () => {
  const { metrics, evidence } = classFigures(2, 100);
  const baselines = new Map([['logistic regression', evidence]]);
  const baseline = { name: 'logistic regression', metrics };
  const all: FigureEvidence = { metrics: evidence, testMetrics: evidence, baselines };
  const record = { metrics, testMetrics: metrics, baseline };
  const wrong = forged(metrics, 'f1', 0.125);

  it('passes where all figures are', () => {
    expect(() => refuseContradictions(record, all)).not.toThrow();
  });

  it.each([
    ['figures of validation rows', { metrics: wrong }, /judged f1 is 0\.125/],
    ['figures of test rows', { testMetrics: wrong }, /test f1 is 0\.125/],
    [
      'figures of the simple model',
      { baseline: { ...baseline, metrics: wrong } },
      /baseline f1 is/,
    ],
    ['the name of the simple model', { baseline: { ...baseline, name: 'ridge' } }, /baseline name/],
    ['a part that has no rows', { testMetrics: undefined }, /test has rows is false/],
    ['an interval upside down', { intervals: [{ lower: 1, upper: -1 }] }, /interval lower is 1/],
    ['an interval without a bound', { intervals: [{ lower: Number.NaN, upper: 1 }] }, /interval/],
  ])('is refused for %s', (_, others, expected) => {
    expect(() => refuseContradictions({ ...record, ...others }, all)).toThrow(expected);
  });
});

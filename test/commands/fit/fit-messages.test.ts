import { describe, expect, it } from '@jest/globals';
import {
  refuseOtherKind,
  replacementNotice,
  trainingNotices,
} from '../../../src/commands/fit/fit-messages.ts';
import { UserError } from '../../../src/errors.ts';
import type { FileHeader } from '../../../src/model/header-schema.ts';
import type { ThresholdCurve, TrainingRecord } from '../../../src/model/record.ts';
import type { Target } from '../../../src/model/target.ts';
import type { ThresholdRule } from '../../../src/model/threshold-rule.ts';
import { headerOf } from '../../support/headers.ts';
import { prepare, record } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

const rows = resultsOf(
  Array.from(
    { length: 40 },
    (_, at): Row => ({ _time: at, n: at % 7, y: at % 2 === 0 ? 'ok' : 'bad' }),
  ),
);
const { draft: ofClasses } = prepare(rows, 'y from n into m window=3 units=2 split=random');
const { draft: ofNumbers } = prepare(rows, 'n from y into m window=3 units=2 split=none');

const curve: ThresholdCurve = {
  thresholds: [1, 0],
  negatives: [0, 2000],
  alerts: [0, 3000],
  negativeCount: 2000,
  count: 3000,
  seconds: null,
};
const calibration = { slope: 0.9, offsets: [0.1] };
const AUTO: ThresholdRule = { kind: 'auto' };

/** Returns the messages of a fit of classes. */
const said = (
  training: Partial<TrainingRecord>,
  {
    isRefitCut = false,
    rule = AUTO,
    ...header
  }: Partial<FileHeader> & { isRefitCut?: boolean; rule?: ThresholdRule } = {},
): string[] => {
  const model = {
    header: headerOf({ ...ofClasses, ...header, training: { ...record, ...training } }),
    weights: new Float32Array(0),
  };
  const nothing = new Float32Array(0);
  const held = {
    examples: new Int32Array(0),
    prediction: { mode: 'classify', probabilities: nothing },
  } as const;
  const notices = trainingNotices({ model, epochs: [], held, notices: [], isRefitCut }, rule, 600);
  return notices.map(({ level, text }) => `${level} ${text}`);
};

describe('trainingNotices', () => {
  const figures = { accuracy: 0.9, f1: 1 / 3, roc_auc: 0.8, brier: 0.1 };
  const baseline = { name: 'logistic regression', metrics: { accuracy: 0.5, f1: 0.25 } };

  it('shows figures beside those of the best simple model, and what they were chosen on', () => {
    const header = { calibration, curve };

    expect(said({ epochs: 4, bestEpoch: 2, metrics: figures, baseline }, header)).toEqual([
      'INFO Validation rows, which chose epoch, calibration and threshold: accuracy 0.9, f1 0.3333, roc_auc 0.8 (logistic regression: accuracy 0.5, f1 0.25), epoch 2 of 4.',
    ]);
    expect(said({ metrics: figures, testMetrics: { f1: 0.3 }, baseline }, header)).toEqual([
      'INFO Validation rows, which chose epoch, calibration and threshold: accuracy 0.9, f1 0.3333, roc_auc 0.8. Test rows, which chose nothing: f1 0.3 (logistic regression: accuracy 0.5, f1 0.25), epoch 1 of 1.',
    ]);
  });

  const uncalibrated = { slope: 1, offsets: [0.1] };
  const few: ThresholdCurve = { ...curve, negativeCount: 2990 };
  it.each<[string, Partial<FileHeader> & { rule?: ThresholdRule }, string]>([
    [
      'a threshold given as a number',
      { calibration, curve, rule: { kind: 'value', value: 0.9 } },
      'epoch and calibration',
    ],
    ['too few rows of a class', { calibration: uncalibrated, curve: few }, 'the epoch'],
    [
      'too few rows of a class, and f1 all the same',
      { calibration: uncalibrated, curve: few, rule: { kind: 'f1' } },
      'epoch and threshold',
    ],
  ])('names what was chosen on the validation rows: %s', (_, header, chosen) => {
    expect(said({ metrics: figures, baseline }, header)[0]).toMatch(
      `INFO Validation rows, which chose ${chosen}: accuracy`,
    );
  });

  it('says why threshold=auto chose no threshold', () => {
    expect(
      said({ metrics: { ...figures, fpr: 0 }, baseline }, { curve: few, threshold: 0.5 })[1],
    ).toBe(
      'INFO Threshold 0.5 (only 10 validation rows of the class bad, too few to choose one; threshold=f1 does all the same): 0 of 2,990 validation rows of the class ok would be called bad, a false-positive rate of 0, at most 0.001001 with 95 % confidence.',
    );
  });

  it('shows figures of numbers on training rows', () => {
    const metrics = { mae: 1.5, rmse: 2, r2: 0.75 };
    const mean = { name: 'mean', metrics: { mae: 3, rmse: 4 }, by: 'rmse' } as const;

    expect(said({ metricsOf: 'training', metrics, baseline: mean }, { ...ofNumbers })).toEqual([
      'INFO Training rows: mae 1.5, rmse 2, r2 0.75 (mean: mae 3, rmse 4), epoch 1 of 1.',
    ]);
  });

  it('says that the figures are from before the refit', () => {
    expect(said({ metrics: figures, baseline, isRefit: true })[0]).toMatch(
      /Figures are from before the refit\.$/,
    );
  });

  it('tells how many negatives the false-positive rate is of, and its 95 % bound', () => {
    const metrics = { ...figures, fpr: 0.001 };

    // The upper bound of 2 of 2,000 is 0.0031451 (scipy.stats.beta.ppf(0.95, 3, 1998)).
    expect(said({ metrics, baseline }, { curve, threshold: 0.41 })[1]).toBe(
      'INFO Threshold 0.41: 2 of 2,000 validation rows of the class ok would be called bad, a false-positive rate of 0.001, at most 0.003145 with 95 % confidence.',
    );
  });

  it('reads the false-positive rate of a refit from its own curve', () => {
    const steep = { ...curve, thresholds: [0.5, 0.2], negatives: [20, 2000] };
    const metrics = { ...figures, fpr: 0.5 };

    expect(said({ metrics, baseline, isRefit: true }, { curve: steep, threshold: 0.5 })[1]).toMatch(
      /^INFO Threshold 0\.5: 20 of 2,000 rows of the class ok would be called bad, a false-positive rate of 0\.01, /,
    );
  });

  it.each<[string, Partial<TrainingRecord>, boolean, string]>([
    [
      'the time limit',
      { stopped: 'time', epochs: 7, bestEpoch: 5 },
      false,
      'WARN The time limit of 600 s was reached in epoch 7: the best model so far, of epoch 5, is taken.',
    ],
    [
      'Finalize',
      { stopped: 'finalized', epochs: 7, bestEpoch: 5 },
      false,
      'WARN The job was finalized in epoch 7: the best model so far, of epoch 5, is taken.',
    ],
    [
      'weights that are no numbers',
      { stopped: 'divergence', epochs: 7, bestEpoch: 5 },
      false,
      'WARN Training diverged, which a lower learning_rate or clip prevents, in epoch 7: the best model so far, of epoch 5, is taken.',
    ],
    [
      'Finalize before a refit',
      { stopped: 'finalized', epochs: 7, bestEpoch: 5 },
      true,
      'WARN The job was finalized in epoch 7: the best model so far, of epoch 5, is taken, without the refit.',
    ],
    [
      'a limit during the refit',
      {},
      true,
      'WARN The refit was stopped before its end: the model from before it is taken.',
    ],
  ])('says first what %s did', (_, training, isRefitCut, text) => {
    expect(said(training, { isRefitCut })[0]).toBe(text);
  });
});

describe('replacementNotice', () => {
  const [good, bad] = [{ f1: 0.9 }, { f1: 0.8 }];

  it.each<[string, Parameters<typeof replacementNotice>[2], string]>([
    [
      'better',
      {
        isComparable: true,
        isBetter: true,
        share: 0.97,
        rows: 1234,
        metrics: good,
        oldMetrics: bad,
      },
      'INFO replace=better replaced m version 3 by the new fit: on the same 1,234 held-out rows the new fit has f1 0.9, the old one f1 0.8; better in 97 of 100 resamples of these, of which 95 are needed.',
    ],
    [
      'no better',
      {
        isComparable: true,
        isBetter: false,
        share: 0.41,
        rows: 1234,
        metrics: bad,
        oldMetrics: good,
      },
      'WARN replace=better kept m version 3: on the same 1,234 held-out rows the new fit has f1 0.8, the old one f1 0.9; better in 41 of 100 resamples of these, of which 95 are needed.',
    ],
    [
      'not comparable',
      { isComparable: false, reason: 'no row is held out' },
      'WARN replace=better kept m version 3: not comparable, since no row is held out. Use replace=always, or hold out rows that it can score and was not trained on.',
    ],
  ])('of a fit that is %s', (_, comparison, expected) => {
    const { level, text } = replacementNotice('m', 3, comparison);

    expect(`${level} ${text}`).toBe(expected);
  });
});

describe('refuseOtherKind', () => {
  const classesOf = (...names: string[]): Target => ({
    mode: 'classify',
    field: 'y',
    classes: names,
  });
  const number: Target = { mode: 'regress', field: 'y', mean: 0, scale: 1 };

  it.each<[string, Target, Target]>([
    ['the same classes', classesOf('a', 'b'), classesOf('a', 'b')],
    ['numbers of another scale', number, { ...number, mean: 5 }],
  ])('lets pass %s', (_, before, now) => {
    expect(() => refuseOtherKind('m', before, now)).not.toThrow();
  });

  it.each<[string, Target, Target, string]>([
    [
      'numbers for classes',
      classesOf('a', 'b'),
      number,
      'Model m tells a from b, and this fit would make it one that predicts a number: choose another name after into.',
    ],
    [
      'other classes',
      classesOf('a', 'b'),
      classesOf('a', 'c'),
      'Model m tells a from b, and this fit would make it one that tells a from c: choose another name after into.',
    ],
    [
      'another positive class',
      classesOf('a', 'b'),
      classesOf('b', 'a'),
      'Model m tells a from b, and this fit would make it one that tells b from a: choose another name after into.',
    ],
  ])('refuses %s', (_, before, now, message) => {
    expect(() => refuseOtherKind('m', before, now)).toThrow(new UserError(message));
  });
});

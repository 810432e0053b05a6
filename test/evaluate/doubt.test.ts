import { describe, expect, it } from '@jest/globals';
import {
  classDoubt,
  doubtWhenScoring,
  type JudgedPart,
  numberDoubt,
  surpriseDoubt,
} from '../../src/evaluate/doubt.ts';
import type { Metrics, TrainingRecord } from '../../src/model/record.ts';
import type { ClassTarget } from '../../src/model/target.ts';
import { record } from '../support/models/models.ts';

const two: ClassTarget = { mode: 'classify', field: 'y', classes: ['benign', 'attack'] };
const three: ClassTarget = { mode: 'classify', field: 'y', classes: ['a', 'b', 'c'] };

const partOf = (metrics: Metrics, others: Partial<JudgedPart> = {}): JudgedPart => {
  return { part: 'validation', metrics, best: { name: 'simple', metrics: {} }, ...others };
};

/** Makes the given number of rows of each class. */
const rows = (...counts: number[]): number[] =>
  counts.flatMap((count, index) => new Array<number>(count).fill(index));

describe('classDoubt of two classes', () => {
  it.each<[string, number, number, number, boolean]>([
    ['a coin', 0.5, 300, 300, true],
    ['worse than a coin', 0.1, 300, 300, true],
    // Here 2.33 standard deviations of random scores are 0.055.
    ['luck', 0.55, 300, 300, true],
    ['more than luck', 0.56, 300, 300, false],
    ['the same with more rows', 0.55, 3000, 3000, false],
    ['next to nothing, however many rows there are', 0.515, 50_000, 50_000, true],
    ['good', 0.9, 300, 300, false],
    ['good with few rows', 0.9, 20, 20, false],
    ['anything where a class has too few rows to tell', 0.5, 300, 19, false],
  ])('doubts an area like that of %s', (_, area, negatives, positives, isDoubted) => {
    const found = classDoubt(two, partOf({ roc_auc: area, fpr: 0 }), rows(negatives, positives));

    expect(found?.doubt).toBe(isDoubted ? 'chance' : undefined);
  });

  it.each<[string, Partial<JudgedPart>, RegExp]>([
    [
      'nothing helps',
      {},
      /\. Its predictions mean nothing: name fields that tell the classes apart, /,
    ],
    [
      'a simple model is better',
      { best: { name: 'logistic regression', metrics: { roc_auc: 0.9 } } },
      /\. But logistic regression has roc_auc 0\.9 there, so these fields do tell something: train longer, /,
    ],
    [
      'validation rows were better',
      { part: 'test', before: { roc_auc: 0.95 } },
      /^No better than chance: roc_auc 0\.5 on 600 test rows, where scores drawn by lot reach 0\.555\. On validation rows roc_auc was 0\.95, so rows have changed since: train on rows like those that will be scored\.$/,
    ],
  ])('says what to do where %s', (_, others, expected) => {
    const found = classDoubt(two, partOf({ roc_auc: 0.5, fpr: 0 }, others), rows(300, 300));

    expect(found?.notice.text).toMatch(expected);
    expect(found?.notice).toMatchObject({ level: 'WARN', isVerdict: true });
  });

  it.each<[string, number, number, boolean]>([
    ['all of many', 1, 300, true],
    ['more than half', 0.6, 300, true],
    ['hardly more than half', 0.53, 300, false],
    ['all of five', 1, 5, true],
    ['all of four, which may be an accident', 1, 4, false],
    ['few', 0.1, 300, false],
  ])('doubts a false-positive rate of %s', (_, fpr, negatives, isDoubted) => {
    const found = classDoubt(two, partOf({ roc_auc: 0.9, fpr }), rows(negatives, 300));

    expect(found?.doubt).toBe(isDoubted ? 'false positives' : undefined);
  });

  it('has no doubt about rows of one class only', () => {
    expect(classDoubt(two, partOf({ accuracy: 0 }), rows(0, 30))).toBeUndefined();
    expect(classDoubt(two, partOf({ accuracy: 0, fpr: 0 }), rows(30, 0))).toBeUndefined();
  });

  it('mentions a rate that was low on validation rows', () => {
    const test = partOf(
      { roc_auc: 0.9, fpr: 1 },
      { part: 'test', before: { roc_auc: 0.9, fpr: 0.01 } },
    );

    expect(classDoubt(two, test, rows(300, 300))?.notice.text).toBe(
      'A false-positive rate of 1: of 300 negative test rows its threshold calls 100 % of those of the class benign attack. On validation rows fpr was 0.01, so rows have changed since: train on rows like those that will be scored.',
    );
  });
});

describe('classDoubt of three classes', () => {
  it.each<[string, number, number, number[], boolean]>([
    ['the shares', Math.log(3), 1 / 3, [200, 200, 200], true],
    ['next to the shares', Math.log(3) - 0.01, 1 / 3, [200, 200, 200], true],
    ['better', 0.9, 0.6, [200, 200, 200], false],
    ['sure of the wrong ones, but right more often than luck', 5, 0.6, [200, 200, 200], false],
    ['too few rows to tell', Math.log(3), 1 / 3, [13, 13, 13], false],
    ['one class only', 5, 0, [0, 300, 0], false],
  ])('doubts a loss like that of %s', (_, loss, accuracy, counts, isDoubted) => {
    const metrics = { log_loss: loss, accuracy };
    const found = classDoubt(three, partOf(metrics), rows(...counts));

    expect(found?.doubt).toBe(isDoubted ? 'chance' : undefined);
  });
});

describe('numberDoubt', () => {
  const baselines = [
    { name: 'mean', metrics: { rmse: 10 } },
    { name: 'last value', metrics: { rmse: 8 } },
    { name: 'ridge', metrics: { rmse: 1 } },
  ];

  it.each<[string, number, number, boolean]>([
    ['worse than both', 11, 500, true],
    ['between the two', 9, 500, true],
    ['as good as the better one', 8, 500, true],
    ['better by luck', 7.9, 100, true],
    ['better', 7.9, 500, false],
    ['of too few rows to tell', 11, 19, false],
    ['without error', 0, 500, false],
  ])('doubts an error %s', (_, rmse, count, isDoubted) => {
    const found = numberDoubt('load', partOf({ rmse }), baselines, count);

    expect(found?.doubt).toBe(isDoubted ? 'chance' : undefined);
  });

  it('says what it is no better than, and what to do', () => {
    const text = (best: JudgedPart['best']): string | undefined =>
      numberDoubt('load', partOf({ rmse: 9 }, { best }), baselines, 500)?.notice.text;
    const start =
      'No better than repeating the last value: rmse 9 on 500 validation rows against 8. ';

    expect(text({ name: 'last value', metrics: { rmse: 8 } })).toBe(
      `${start}Its predictions add nothing to that: name fields that tell load, use a longer window, or search for more rows.`,
    );
    expect(text({ name: 'ridge', metrics: { rmse: 1 } })).toBe(
      `${start}But ridge has rmse 1 there, so these fields do tell something: train longer, with more epochs or another learning_rate.`,
    );
  });
});

describe('surpriseDoubt', () => {
  const sizes = [256, 256, 256, 256];

  it.each<[string, number, number, RegExp | undefined]>([
    [
      'noise',
      31.9,
      32.2,
      /^No better than chance: 31\.9 bits a row on 800 validation rows, where values drawn by lot give 32, so scores are of noise\. /,
    ],
    [
      'no more than rare values',
      5,
      5.02,
      /^No better than counting values: 5 bits a row on 800 validation rows, where how often each value occurs gives 5\.02, so scores only tell which values are rare\. /,
    ],
    ['what follows', 4.9, 5.02, undefined],
  ])('doubts a model that tells %s', (_, surprise, frequency, expected) => {
    const found = surpriseDoubt(partOf({ surprise }), { surprise: frequency }, sizes, 800);

    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found?.notice.text).toMatch(expected);
  });

  it('has no doubt about too few rows to tell', () => {
    expect(surpriseDoubt(partOf({ surprise: 32 }), { surprise: 32 }, sizes, 19)).toBeUndefined();
  });
});

describe('doubtWhenScoring', () => {
  const said = (training: Partial<TrainingRecord>, isOwnThreshold = true): string[] =>
    doubtWhenScoring({ target: two, training: { ...record, ...training } }, isOwnThreshold).map(
      ({ text }) => text,
    );

  it.each<[string, Partial<TrainingRecord>, string[]]>([
    ['nothing was doubted', {}, []],
    [
      'the fit was no better than chance',
      { doubt: 'chance', testMetrics: {} },
      [
        'On the test rows of its fit this model was no better than chance, so what it says of these rows means nothing: train it with other fields, by, or more rows.',
      ],
    ],
    [
      'its threshold called most negatives positive',
      { doubt: 'false positives', metrics: { fpr: 0.75 } },
      [
        'On the validation rows of its fit this model had a false-positive rate of 0.75, so its alerts mean little: score with threshold=fpr:0.01, or train it again.',
      ],
    ],
  ])('says what the fit found where %s', (_, training, expected) => {
    expect(said(training)).toEqual(expected);
  });

  it('does not mention a threshold that is not used', () => {
    expect(said({ doubt: 'false positives', metrics: { fpr: 0.75 } }, false)).toEqual([]);
  });
});

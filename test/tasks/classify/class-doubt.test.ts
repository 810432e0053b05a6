import { describe, expect, it } from '@jest/globals';
import type { DecidingPart } from '../../../src/evaluate/doubt.ts';
import type { ClassTarget } from '../../../src/model/target.ts';
import { classDoubt } from '../../../src/tasks/classify/class-doubt.ts';
import { decidingPart } from '../../support/rows/deciding-part.ts';

const two: ClassTarget = { mode: 'classify', field: 'y', classes: ['benign', 'attack'] };
const three: ClassTarget = { mode: 'classify', field: 'y', classes: ['a', 'b', 'c'] };

/** So many rows of each class are made. */
const rows = (...counts: number[]): number[] =>
  counts.flatMap((count, index) => new Array<number>(count).fill(index));

describe('classDoubt of two classes', () => {
  it.each<[string, number, number, number, boolean]>([
    ['a coin', 0.5, 300, 300, true],
    ['worse than a coin', 0.1, 300, 300, true],
    // 2.33 standard deviations of scores drawn by lot are 0.055 here.
    ['luck', 0.55, 300, 300, true],
    ['more than luck', 0.56, 300, 300, false],
    ['the same with more rows', 0.55, 3000, 3000, false],
    ['next to nothing, however many rows there are', 0.515, 50_000, 50_000, true],
    ['good', 0.9, 300, 300, false],
    ['good with few rows', 0.9, 20, 20, false],
    ['anything where a class has too few rows to tell', 0.5, 300, 19, false],
  ])('is of an area like that of %s', (_, area, negatives, positives, isDoubted) => {
    const found = classDoubt(
      two,
      decidingPart({ roc_auc: area, fpr: 0 }),
      rows(negatives, positives),
    );

    expect(found?.doubt).toBe(isDoubted ? 'chance' : undefined);
  });

  it.each<[string, Partial<DecidingPart>, RegExp]>([
    [
      'nothing helps',
      {},
      /\. Its predictions mean nothing: name other fields after from, add by <field> window=20 /,
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
    const found = classDoubt(two, decidingPart({ roc_auc: 0.5, fpr: 0 }, others), rows(300, 300));

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
  ])('is of a false-positive rate of %s', (_, fpr, negatives, isDoubted) => {
    const found = classDoubt(two, decidingPart({ roc_auc: 0.9, fpr }), rows(negatives, 300));

    expect(found?.doubt).toBe(isDoubted ? 'false positives' : undefined);
  });

  it('is none of rows of one class only', () => {
    expect(classDoubt(two, decidingPart({ accuracy: 0 }), rows(0, 30))).toBeUndefined();
    expect(classDoubt(two, decidingPart({ accuracy: 0, fpr: 0 }), rows(30, 0))).toBeUndefined();
  });

  it('tells a rate that was low on validation rows', () => {
    const test = decidingPart(
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
  ])('is of a loss like that of %s', (_, loss, accuracy, counts, isDoubted) => {
    const metrics = { log_loss: loss, accuracy };
    const found = classDoubt(three, decidingPart(metrics), rows(...counts));

    expect(found?.doubt).toBe(isDoubted ? 'chance' : undefined);
  });
});

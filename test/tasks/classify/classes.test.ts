import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../src/errors.ts';
import {
  classIndexes,
  fitClasses,
  looksLikeClasses,
  MAX_CLASSES,
} from '../../../src/tasks/classify/classes.ts';

describe('looksLikeClasses', () => {
  it.each([
    ['any text', ['1', '2', '3', 'x'], true],
    ['text for null', ['1', '2', '3', 'N/A'], true],
    ['two numbers', ['0', '1', '0'], true],
    ['two numbers, written several ways', ['0', '1', '1.0', '-0', ''], true],
    ['three numbers', ['0', '1', '2'], false],
    ['one number', ['1', '1'], false],
    ['many numbers and nulls', ['1', '2', '', ' ', '3.5'], false],
    ['numbers, one of which is not finite and so null', ['1', '2', '3.5', 'NaN', '1e999'], false],
  ])('of %s: %j is %j', (_, texts, expected) => {
    expect(looksLikeClasses(texts)).toBe(expected);
  });
});

describe('fitClasses', () => {
  // The second of two classes is the positive one.
  it.each([
    ['BENIGN', 'DDoS'],
    ['0', '1'],
    ['false', 'true'],
    ['No', 'Yes'],
    ['n', 'y'],
    ['Normal', 'Attack'],
    ['negative', 'positive'],
    ['OK', 'failed'],
    ['good', 'bad'],
    ['clean', 'Malware'],
    ['0.0', '5'],
    // Where none or both of the names are known, the last in the order of code points is positive.
    ['A', 'B'],
    ['B', 'a'],
    ['-1', '1'],
    ['benign', 'ok'],
    ['1', '2'],
    ['10', '9'],
    ['\ufffd', '\u{1f600}'],
  ])('takes of %j and %j the second for positive', (negative, positive) => {
    for (const texts of [
      [positive, negative],
      [negative, positive, '', ` ${positive} `],
    ]) {
      expect(fitClasses('y', texts, undefined).classes).toEqual([negative, positive]);
    }
  });

  it.each([
    ['A', ['B', 'A']],
    ['B', ['A', 'B']],
  ])('takes %j for positive where the user named it', (positive, classes) => {
    expect(fitClasses('y', ['A', 'B'], positive).classes).toEqual(classes);
  });

  it('finds a number that the user wrote in another form', () => {
    expect(fitClasses('y', ['0', '1'], '0.0').classes).toEqual(['1', '0']);
  });

  it('orders more than two classes by code points', () => {
    expect(fitClasses('y', ['b', 'a', 'é', 'B', 'z', '10', '9'], undefined).classes).toEqual([
      '10',
      '9',
      'B',
      'a',
      'b',
      'z',
      'é',
    ]);
  });

  it('takes numbers that are equal for one class, and keeps the first spelling', () => {
    expect(fitClasses('y', ['6.0', '6', '7', ' 7 '], undefined).classes).toEqual(['6.0', '7']);
  });

  it('learns 100 classes', () => {
    const texts = Array.from({ length: MAX_CLASSES }, (_, at) => `c${at}`);

    expect(fitClasses('y', texts, undefined).classes).toHaveLength(100);
  });

  it.each([
    [
      'no value',
      ['', ' '],
      undefined,
      'The target y has no value in these results: search for rows of at least two classes.',
    ],
    [
      'one class',
      ['a', 'a ', ''],
      undefined,
      'The target y has only the class "a" in these results: search for rows of at least two classes.',
    ],
    [
      'too many classes',
      Array.from({ length: 1001 }, (_, at) => `c${at}`),
      undefined,
      'The target y has 1,001 classes, at most 100 can be learnt: choose a field with fewer values, or mode=regress for numbers.',
    ],
    [
      'a positive class that does not occur',
      ['a', 'b'],
      'A',
      'Invalid value for positive: must be "a" or "b", got "A"',
    ],
    [
      'a positive class of three',
      ['a', 'b', 'c'],
      'a',
      'positive is for a target of two classes, and y has 3: leave it out.',
    ],
  ])('refuses %s', (_, texts, positive, message) => {
    expect(() => fitClasses('y', texts, positive)).toThrow(new UserError(message));
  });
});

describe('classIndexes', () => {
  it('numbers classes, NaN for null and for classes that are not known', () => {
    const target = fitClasses('y', ['a', 'b', 'c', '6'], undefined);

    expect([...classIndexes(target, ['b', ' a ', '6.0', '', 'new', 'c', 'B'])]).toEqual([
      2,
      1,
      0,
      Number.NaN,
      Number.NaN,
      3,
      Number.NaN,
    ]);
  });
});

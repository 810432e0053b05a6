import { describe, expect, it } from '@jest/globals';
import {
  fitHead,
  fitPauseHead,
  type Head,
  headName,
  headSize,
  numberOutcome,
  outcomeText,
} from '../../src/model/anomaly-target.ts';

const all = (count: number): Int32Array => Int32Array.from({ length: count }, (_, row) => row);

const ofTexts = (texts: readonly string[]): Head | undefined =>
  fitHead({ field: 'c', kind: 'category', texts }, all(texts.length));

const ofNumbers = (...numbers: number[]): Head | undefined =>
  fitHead(
    { field: 'n', kind: 'numeric', numbers: Float64Array.from(numbers) },
    all(numbers.length),
  );

describe('fitHead', () => {
  it('makes outcomes of values that occur at least 3 times, of other values, and of null where there were nulls', () => {
    const head = ofTexts(['a', 'a', 'a', 'b', 'b', 'b', 'b', 'rare', '']) as Head;

    expect(headSize(head)).toBe(4);
    expect([0, 1, 2, 3].map((outcome) => outcomeText(head, outcome))).toEqual([
      'other',
      'b',
      'a',
      'null',
    ]);
  });

  it('makes outcomes of bins between training quantiles, of what lies outside, and of null', () => {
    const head = ofNumbers(...Array.from({ length: 33 }, (_, at) => at)) as Head;

    expect(headSize(head)).toBe(19);
    expect([0, 1, 2, 17, 18].map((outcome) => outcomeText(head, outcome))).toEqual([
      'null',
      'below 0',
      '0 to 2',
      '30 to 32',
      'above 32',
    ]);
  });

  it('merges equal quantiles', () => {
    expect(ofNumbers(0, 0, 0, 0, 0, 0, 0, 5, 9)).toMatchObject({
      kind: 'number',
      edges: [0, 2.5, 5, 7, 9],
    });
  });

  it.each([
    ['one value', ofTexts(['a', 'a', 'a'])],
    ['rare values', ofTexts(['a', 'b', 'c'])],
    ['no value', ofTexts(['', ''])],
    ['one number', ofNumbers(4, 4, 4)],
    ['nulls', ofNumbers(Number.NaN, Number.NaN)],
    ['equal pauses', fitPauseHead(Float64Array.of(Number.NaN, 60, 60))],
  ])('has nothing to predict of %s', (_, head) => {
    expect(head).toBeUndefined();
  });

  it('calls the pause by its name, and tells its unit', () => {
    const head = fitPauseHead(Float64Array.of(1, 2)) as Head;

    expect(headName(head)).toBe('pause');
    expect(outcomeText(head, headSize(head) - 1)).toBe('above 2 s');
    expect(headName(ofNumbers(1, 2) as Head)).toBe('n');
  });
});

describe('numberOutcome', () => {
  it.each([
    [Number.NaN, 0],
    [-0.5, 1],
    [0, 2],
    [9.9, 2],
    [10, 3],
    [20, 3],
    [20.1, 4],
    [1e300, 4],
  ])('of %d is %i', (value, outcome) => {
    expect(numberOutcome([0, 10, 20], value)).toBe(outcome);
  });
});

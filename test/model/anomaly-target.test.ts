import { describe, expect, it } from '@jest/globals';
import {
  emptyBits,
  fitHead,
  fitPauseHead,
  type Head,
  headName,
  headSize,
  isEmpty,
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

    expect(headSize(head)).toBe(17);
    expect([0, 1, 2, 15, 16].map((outcome) => outcomeText(head, outcome))).toEqual([
      'null',
      'below 2',
      '2 to 4',
      '28 to 30',
      'above 30',
    ]);
  });

  it('names the bin of a single value by it', () => {
    const head = ofNumbers(...new Array(98).fill(0), 1, 2) as Head;

    expect([1, 2, 3].map((outcome) => outcomeText(head, outcome))).toEqual([
      'below 0',
      '0',
      'above 0',
    ]);
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
    const head = fitPauseHead(Float64Array.of(1, 2, 2)) as Head;

    expect(headName(head)).toBe('pause');
    expect(outcomeText(head, headSize(head) - 1)).toBe('above 2 s');
    expect(headName(ofNumbers(1, 2) as Head)).toBe('n');
  });
});

describe('emptyBits', () => {
  it.each([
    ['a text that is not known, where all are', ofTexts([...'aaaabbbbbb']), 0, true],
    ['a text that is known', ofTexts([...'aaaabbbbbb']), 1, false],
    ['null, where training has none', ofNumbers(...all(10)), 0, true],
    [
      'a number below the least one, which a tenth of the rows has',
      ofNumbers(0, 0, ...all(8)),
      1,
      true,
    ],
  ])('are those of half a row for %s', (_, head, outcome, isOne) => {
    expect(isEmpty(head as Head, outcome)).toBe(isOne);
    const size = headSize(head as Head);
    expect(emptyBits(head as Head)).toBeCloseTo(-Math.log2(0.5 / (10 + size / 2)), 10);
  });

  it('are 0 where training had each outcome, and in older models', () => {
    const full = ofTexts([...'aaabbbc', '']) as Head;

    expect(emptyBits(full)).toBe(0);
    expect(isEmpty({ kind: 'pause', edges: [0, 1] }, 1)).toBe(false);
  });
});

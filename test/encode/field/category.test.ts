import { describe, expect, it } from '@jest/globals';
import {
  categoryReader,
  createLookup,
  fitVocabulary,
  grownVocabulary,
  isAllOther,
  OTHER,
  oldIndexes,
  type Vocabulary,
  vocabularySize,
} from '../../../src/encode/field/category.ts';
import { allRows, cellsOf } from '../../support/rows/cells.ts';

const learn = (...texts: string[]): Vocabulary | undefined => fitVocabulary(texts, allRows(texts));
const repeat = (text: string, count: number): string[] => new Array(count).fill(text);

describe('fitVocabulary', () => {
  it('keeps what was seen three times, by frequency, then by text', () => {
    const texts = [...repeat('b', 3), ...repeat('z', 4), ...repeat('a', 3), ...repeat('rare', 2)];

    expect(learn(...texts)).toEqual({ values: ['z', 'a', 'b'], hasNull: false });
  });

  it('orders equals by code points', () => {
    const [smiley, replacement] = ['\u{1f600}', '\ufffd'];

    expect(learn(...repeat(smiley, 3), ...repeat(replacement, 3))?.values).toEqual([
      replacement,
      smiley,
    ]);
  });

  it('takes numbers that are equal and texts that differ in blanks for one value', () => {
    expect(learn('6', '6.0', ' 6 ', 'x', 'x ', ' x')).toEqual({
      values: ['6', 'x'],
      hasNull: false,
    });
  });

  it('distinguishes texts of different case', () => {
    expect(learn('a', 'A', 'a', 'A', 'a', 'A')?.values).toEqual(['A', 'a']);
  });

  it('has null only if training rows had it', () => {
    expect(learn(...repeat('a', 3), '', ' ')).toEqual({ values: ['a'], hasNull: true });
  });

  it('is learnt from training rows only', () => {
    const texts = [...repeat('a', 3), ...repeat('b', 3), ...repeat('c', 3)];

    expect(fitVocabulary(texts, allRows(texts).slice(0, 6))?.values).toEqual(['a', 'b']);
  });

  it.each([
    ['one value', repeat('a', 5)],
    ['one rare value', ['a', 'a']],
    ['nulls alone', ['', '']],
    ['no rows', []],
  ])('refuses a field of %s', (_, texts) => {
    expect(learn(...texts)).toBeUndefined();
  });

  it.each([
    ['rare values alone', ['a', 'b', 'b'], false],
    ['rare values and nulls', ['a', 'b', ''], true],
  ])('has no values for %s', (_, texts, hasNull) => {
    const vocabulary = learn(...texts) as Vocabulary;

    expect(vocabulary).toEqual({ values: [], hasNull });
    expect(isAllOther(vocabulary)).toBe(!hasNull);
  });

  it('accepts one value beside rare ones, which are other', () => {
    expect(learn(...repeat('a', 3), 'b')).toEqual({ values: ['a'], hasNull: false });
  });
});

describe('createLookup', () => {
  const vocabulary = { values: ['6', 'x'], hasNull: true };

  it.each([
    ['6', 1],
    ['6.0', 1],
    ['x', 2],
    ['', 3],
    ['new', OTHER],
    ['X', OTHER],
  ])('of %j is %d', (text, index) => {
    expect(createLookup(vocabulary)(text)).toBe(index);
    expect(vocabularySize(vocabulary)).toBe(4);
  });

  it('reads null as other where training rows had none', () => {
    expect(createLookup({ values: ['x'], hasNull: false })('')).toBe(OTHER);
  });
});

describe('categoryReader', () => {
  const field = { field: 'f', vocabulary: { values: ['a', 'b'], hasNull: false } };

  it('reads indexes, counts nulls and unknown values, and marks their rows', () => {
    const cells = cellsOf(['a', ' b ', '', 'new', 'a']);
    const indexAt = categoryReader(field, cells);

    expect([0, 1, 2, 3, 4].map(indexAt)).toEqual([1, 2, OTHER, OTHER, 1]);
    expect(cells.report.of('f')).toMatchObject({ empty: 1, unseen: 1 });
    expect([...cells.report.marks]).toEqual([0, 0, 1, 2, 0]);
  });

  it('counts nothing as unknown where the vocabulary is empty', () => {
    const cells = cellsOf(['a', '', 'b']);
    const indexAt = categoryReader(
      { field: 'f', vocabulary: { values: [], hasNull: true } },
      cells,
    );

    expect([0, 1, 2].map(indexAt)).toEqual([OTHER, 1, OTHER]);
    expect(cells.report.of('f')).toMatchObject({ empty: 1, unseen: 0 });
  });
});

describe('grownVocabulary', () => {
  const vocabulary = (...values: string[]): Vocabulary => ({ values, hasNull: false });
  const old = vocabulary('a', 'b', 'c', 'd');

  it('keeps all values while there is room, the new ones last', () => {
    expect(grownVocabulary(old, vocabulary('x', 'b'), 5).values).toEqual(['a', 'b', 'c', 'd', 'x']);
  });

  it('drops of the values that later rows lack those that were learnt last', () => {
    const grown = grownVocabulary(old, vocabulary('d', 'x', 'y'), 5);

    expect(grown.values).toEqual(['a', 'b', 'd', 'x', 'y']);
    // New values were other, and those that are kept have what they had.
    expect([...oldIndexes(old, grown)]).toEqual([OTHER, 1, 2, 4, OTHER, OTHER]);
  });

  it('keeps all that later rows have often, and as many as it had', () => {
    const many = vocabulary('p', 'q', 'r', 's', 't');

    expect(grownVocabulary(old, many, 2).values).toEqual(many.values);
    expect(grownVocabulary(old, vocabulary('x'), 2).values).toEqual(['a', 'b', 'c', 'x']);
  });
});

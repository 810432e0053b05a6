import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { charactersOf, fitCharacters } from '../../../src/encode/field/characters.ts';

const lower = (length: number) => ({ length, case: 'lower' as const });

describe('the characters of a text', () => {
  it.each<[what: string, text: string, length: number, characters: string[], isCut: boolean]>([
    ['are those between blanks', ' ab\t', 9, ['a', 'b'], false],
    ['are none of an empty text', '  ', 9, [], false],
    ['are the last ones', 'abcd', 3, ['b', 'c', 'd'], true],
    ['may be all there are', 'abc', 3, ['a', 'b', 'c'], false],
    ['are code points', '😀é', 9, ['😀', 'é'], false],
    ['do not end within a code point', '😀😀a', 2, ['😀', 'a'], true],
    ['may be as wide as can be', '😀😀😀', 2, ['😀', '😀'], true],
    ['keep combining marks apart', 'e\u0301', 9, ['e', '\u0301'], false],
    ['are lower case one by one', 'ΑΣİ', 9, ['α', 'σ', 'i\u0307'], false],
    ['may be right to left', 'שלום', 2, ['ו', 'ם'], true],
    ['may be no letters', 'a\0\uFFFD', 9, ['a', '\0', '\uFFFD'], false],
  ])('%s', (_, text, length, characters, isCut) => {
    expect(charactersOf(text, lower(length))).toEqual({ characters, isCut });
  });

  it('keep their case where that is asked for', () => {
    expect(charactersOf('aB', { length: 9, case: 'keep' }).characters).toEqual(['a', 'B']);
  });

  it('depend on the last code points of a text alone', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 5 }), (before, own, length) => {
        const last = [...own.trim()].slice(-length);
        fc.pre(last.length === length);
        const { characters } = charactersOf(`${before}${last.join('')}`, lower(length));

        expect(characters).toEqual(last.map((one) => one.toLowerCase()));
      }),
    );
  });
});

describe('the characters that are learnt', () => {
  const learnt = (texts: readonly string[], length = 9) =>
    fitCharacters(texts, Int32Array.from(texts.keys()), lower(length));

  it('are those of at least three places, the commonest first', () => {
    expect(learnt(['aab', 'abb', 'Abcb', 'cd'])?.vocabulary).toEqual({
      values: ['b', 'a'],
      hasNull: false,
    });
  });

  it('are counted for each row', () => {
    expect(learnt(['xy', 'xy', 'xy', ''])?.vocabulary).toEqual({
      values: ['x', 'y'],
      hasNull: true,
    });
  });

  it('come with the numbers of characters that are read', () => {
    expect(learnt(['abcd', '', 'x'], 3)?.lengths).toEqual(Float64Array.of(0, 1, 3));
  });

  it('are none where all texts are read as the same one', () => {
    expect(learnt(['Xab', 'yAB'], 2)).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { identifierReason, kindOf } from '../../../src/encode/field/kind.ts';

/** Returns `count` texts that `make` makes. */
const times = (count: number, make: (at: number) => string): string[] =>
  Array.from({ length: count }, (_, at) => make(at));
const kind = (...texts: string[]) => kindOf(texts, [...texts.keys()]);

describe('kindOf', () => {
  it.each([
    ['all numbers', ['1', '2.5', '-3e4'], 'numeric'],
    ['numbers and nulls', ['1', '', '  ', '2'], 'numeric'],
    ['numbers and numbers that are not finite', ['1', 'NaN', 'Infinity', '1e999'], 'numeric'],
    ['all text', ['GET', 'POST'], 'category'],
    ['numbers with separators', ['1,000', '2,000'], 'category'],
    ['hexadecimal numbers', ['0x10', '0x20'], 'category'],
    ['addresses of both versions', ['10.0.0.1', 'fe80::1', ''], 'ip'],
    ['numbers and addresses', ['1', '2', '10.0.0.1', '10.0.0.2'], 'category'],
    ['several values in every cell', ['1\n2', '3\n4'], 'category'],
  ])('of %s: %s is %s', (_, texts, expected) => {
    expect(kind(...texts)).toBe(expected);
  });

  it.each([
    ['19 of 20 numbers', [...times(19, String), 'x'], 'numeric'],
    ['18 of 19 numbers', [...times(18, String), 'x'], 'category'],
    [
      '19 of 20 numbers among nulls',
      [...times(19, String), 'x', ...times(50, () => '')],
      'numeric',
    ],
    [
      '19 of 20 numbers among infinities',
      [...times(19, String), 'x', ...times(50, () => 'inf')],
      'numeric',
    ],
    ['19 of 20 addresses', [...times(19, (at) => `10.0.0.${at}`), '-'], 'ip'],
    ['18 of 19 addresses', [...times(18, (at) => `10.0.0.${at}`), '-'], 'category'],
  ])('decides by 95 % of the values: %s', (_, texts, expected) => {
    expect(kind(...texts)).toBe(expected);
  });

  it('takes exactly 95 % as enough, and one value less as too few', () => {
    const kinds = fc.constantFrom<[(at: number) => string, string]>(
      [String, 'numeric'],
      [(at) => `10.0.${at >> 8}.${at & 255}`, 'ip'],
      [(at) => `::ffff:10.0.${at >> 8}.${at & 255}`, 'ip'],
      [(at) => `fe80::${at.toString(16)}`, 'ip'],
    );
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1, max: 200 }), ([make, expected], twentieths) => {
        const texts = times(20 * twentieths, (at) => (at < 19 * twentieths ? make(at) : 'x'));

        expect(kind(...texts)).toBe(expected);
        expect(kind(...texts.with(0, 'x'))).toBe('category');
      }),
    );
  });

  it('looks at the given rows only', () => {
    expect(kindOf(['1', 'x', '2', 'y'], [0, 2])).toBe('numeric');
    expect(kindOf(['1', 'x', '2', 'y'], [1, 3])).toBe('category');
  });

  it.each([
    ['nulls alone', ['', ' ']],
    ['infinities alone', ['NaN', '']],
    ['no rows', []],
  ])('is unknown for %s', (_, texts) => {
    expect(kind(...texts)).toBeUndefined();
  });
});

describe('identifierReason', () => {
  it.each([
    [
      'text that is different in every row',
      times(100, (at) => `flow-${at}`),
      'a different value in every row',
    ],
    [
      'text with more than half distinct',
      times(100, (at) => (at < 51 ? `u${at}` : 'x')),
      'more than half of its values are distinct',
    ],
    [
      'text with more than half of its values distinct, among nulls',
      times(300, (at) => (at < 60 ? `u${at}` : '')),
      'more than half of its values are distinct',
    ],
    [
      'a counter that rises',
      times(100, (at) => String(1000 + 3 * at)),
      'a number that counts the rows',
    ],
    ['a counter that falls', times(100, (at) => String(-at)), 'a number that counts the rows'],
    ['ISO dates', times(100, () => '2017-07-07T16:11:05Z'), 'a date'],
    [
      'dates of another form, and nulls',
      times(120, (at) => (at % 5 === 0 ? '' : '07/07/2017 3:30')),
      'a date',
    ],
    ['dates with 5 % of text', times(100, (at) => (at < 5 ? 'never' : '2017-07-07')), 'a date'],
  ])('finds %s', (_, texts, reason) => {
    expect(identifierReason(texts)).toBe(reason);
  });

  it.each([
    ['text with half of its values distinct', times(100, (at) => `u${at % 50}`)],
    ['addresses, however many', times(100, (at) => `10.0.${at}.1`)],
    ['a counter with one value twice', times(100, (at) => String(Math.max(1, at)))],
    ['a counter with one null', times(100, (at) => (at === 50 ? '' : String(at)))],
    ['integers that are unique but not in order', times(101, (at) => String((at * 37) % 101))],
    ['fractions that rise', times(100, (at) => String(at + 0.5))],
    ['integers too large to be told apart', times(100, (at) => `9${String(at).padStart(20, '0')}`)],
    ['dates with more than 5 % of text', times(100, (at) => (at < 6 ? 'never' : '2017-07-07'))],
    ['nulls', times(100, () => '')],
    ['text in fewer than 100 rows', times(99, (at) => `flow-${at}`)],
    ['a counter of fewer than 100 rows', times(99, String)],
    ['dates in fewer than 100 rows', times(99, () => '2017-07-07')],
  ])('lets pass %s', (_, texts) => {
    expect(identifierReason(texts)).toBeUndefined();
  });
});

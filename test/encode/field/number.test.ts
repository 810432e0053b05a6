import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  comparable,
  isDecimal,
  isNonFinite,
  parseNumber,
} from '../../../src/encode/field/number.ts';

const decimals: [string, number][] = [
  ['0', 0],
  ['-0', -0],
  ['42', 42],
  ['+7', 7],
  ['-1.50', -1.5],
  ['007', 7],
  ['1e3', 1000],
  ['1E+3', 1000],
  ['2.5e-3', 0.0025],
  ['-1e308', -1e308],
  ['9007199254740993', 9007199254740992],
];

const texts = [
  ...['', '-', '+', '.', 'N/A', 'null', 'none', 'true'],
  ...['0x1F', '0b1', '1_000', '1,000', '1 000', '1.2.3', '1e', 'e5', '1e1.5', '--1', '5%', '$5'],
  ...['.5', '5.', '१२', '１２', '1\n2'],
];

const nonFinites = ['NaN', 'nan', 'Infinity', '-Infinity', '+inf', 'INF', '1e999', '-1e999'];

describe('isDecimal', () => {
  it.each(decimals)('takes %j', (text) => expect(isDecimal(text)).toBe(true));
  it.each([...texts, ...nonFinites])('refuses %j', (text) => expect(isDecimal(text)).toBe(false));
});

describe('isNonFinite', () => {
  it.each(nonFinites)('takes %j', (text) => expect(isNonFinite(text)).toBe(true));

  it.each([...texts, ...decimals.map(([text]) => text), 'infinite', 'nano'])('refuses %j', (text) =>
    expect(isNonFinite(text)).toBe(false),
  );
});

describe('parseNumber', () => {
  it.each(decimals)('reads %j as %d', (text, number) => {
    expect(parseNumber(text)).toBe(number);
    expect(parseNumber(`\t${text} `)).toBe(number);
  });

  it.each([...texts, ...nonFinites])('finds no number in %j', (text) => {
    expect(parseNumber(text)).toBeNaN();
  });

  it('reads every finite number that JavaScript writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(parseNumber(String(number)) - number).toBe(0);
      }),
    );
  });
});

describe('comparable', () => {
  it.each([
    ['6', '6.0'],
    ['6', ' +6 '],
    ['6', '6.00e0'],
    ['0', '-0'],
    ['1000', '1e3'],
    ['0.1', '0.10'],
    ['007', '7'],
    ['GET', ' GET '],
    ['', '   '],
  ])('takes %j and %j for the same', (a, b) => {
    expect(comparable(a)).toBe(comparable(b));
  });

  it.each([
    ['6', '6.5'],
    ['GET', 'get'],
    ['0x10', '16'],
    ['1,000', '1000'],
    ['9007199254740992', '9007199254740993'],
    ['1e999', '2e999'],
    ['N/A', ''],
    ['NaN', ''],
  ])('distinguishes %j from %j', (a, b) => {
    expect(comparable(a)).not.toBe(comparable(b));
  });

  it('is unchanged when it is applied twice', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String)), (text) => {
        expect(comparable(comparable(text))).toBe(comparable(text));
      }),
    );
  });
});

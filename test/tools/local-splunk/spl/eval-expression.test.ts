import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseWhere } from '../../../../tools/local-splunk/spl/eval-expression.ts';
import { evaluate } from '../../../../tools/local-splunk/spl/eval-word.ts';

/** 2026-03-05 14:07:09 UTC, a Thursday. */
const NOW = 1_772_719_629;

const ROW = {
  n: '3',
  half: '0.5',
  text: 'b',
  ten: '10',
  zero: '0',
  'a b': 'x',
  class: '1.0',
  tiny: '1.52e-7',
};

/** Returns the field that `eval result = …` makes of the row; it is empty for null. */
function result(expression: string, row: Readonly<Record<string, string>> = ROW): string {
  const table = { fields: Object.keys(row), rows: [Object.values(row)] };
  const { fields, rows } = evaluate(`result=${expression}`, { now: NOW })(table);
  return String(rows[0]?.[fields.indexOf('result')]);
}

const truth = (expression: string) =>
  parseWhere(expression, NOW)((field) => Object(ROW)[field] ?? '');

describe('values', () => {
  it.each([
    ['n', '3'],
    ["'a b'", 'x'],
    ['"a b"', 'a b'],
    [String.raw`"say \"a\\b\" \d"`, String.raw`say "a\b" \d`],
    ['missing', ''],
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['7 - 2 - 1', '4'],
    ['8 / 4 / 2', '1'],
    ['-n + 1', '-2'],
    ['2 - -1', '3'],
    ['ten-n', '7'],
    ['"class ".n', 'class 3'],
    ['text.text', 'bb'],
    ['ten.n - 1', '102'],
    ['coalesce(missing, text)', 'b'],
    ['coalesce(missing, other)', ''],
    ['if(n > 2, "yes", "no")', 'yes'],
    ['if(missing > 2, "yes", "no")', 'no'],
    ['case(n > 3, "a", n = 3, "b", n > 0, "c")', 'b'],
    ['case(n > 3, "a")', ''],
    ['null()', ''],
    ['tonumber("12.50")', '12.5'],
    ['tonumber(" 7 x")', ''],
    ['abs(0 - n)', '3'],
    ['floor(7 / 2)', '3'],
    ['sqrt(9) + pow(2, 3)', '11'],
    ['ln(1)', '0'],
    ['min(n, ten) . max(n, ten, 4)', '310'],
  ])('%s is %j', (expression, expected) => {
    expect(result(expression)).toBe(expected);
  });

  it.each(['n + missing', 'missing . text', 'text * 2', 'n / zero', 'ln(zero)', 'sqrt(0 - 1)'])(
    '%s is null',
    (expression) => {
      expect(result(expression)).toBe('');
    },
  );

  it('a later assignment sees the earlier ones', () => {
    const table = { fields: ['n'], rows: [['3'], ['4']] };
    expect(evaluate("n=n+1, \"a b\"=n*2, 'a b'='a b'+1", { now: NOW })(table)).toEqual({
      fields: ['n', 'a b'],
      rows: [
        ['4', '9'],
        ['5', '11'],
      ],
    });
  });
});

describe('rounding to the digits of the least precise operand', () => {
  it.each([
    // The cases are from Splunk's own wiki, Community:BadMath.
    ['3 * 0.5', '2'],
    ['3 / 2', '1.5'],
    ['exact(3 * 0.5)', '1.5'],
    ['0.23 * 0.014', '0.0032'],
    ['0.230 * 0.014', '0.0032'],
    ['0.230 * 0.0140', '0.00322'],
    ['1.25 + 0.5', '1.8'],
    ['1 - 0.25', '0.75'],
    ['0.0 + 0.25', '0.25'],
    ['half * half', '0.3'],
    ['exact(half * half)', '0.25'],
    ['pow(1 - half, 2)', '0.3'],
    ['1 / 3', '0.333333333333333'],
    ["'tiny'/2", '7.6e-8'],
    // Intermediate results are not rounded.
    ['3 * 0.5 * 2', '3'],
  ])('%s is %s', (expression, expected) => {
    expect(result(expression)).toBe(expected);
  });

  it('exact() keeps fifteen digits of any calculation', () => {
    const numbers = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const shown = Number(result('exact(a * b)', { a: String(a), b: String(b) }));
        expect(Math.abs(shown - a * b)).toBeLessThanOrEqual(1e-14 * Math.abs(a * b));
      }),
    );
  });
});

describe('conditions', () => {
  it.each([
    ['n = 3.0', true],
    ['n == "3"', true],
    ['class = 1', true],
    ['"class ".class = "class 1"', false],
    ['ten > n', true],
    ['"10" > "9"', true],
    ['text > "a"', true],
    ['text != "b"', false],
    ['n != missing', undefined],
    ['NOT missing = 1', undefined],
    ['missing = 1 OR n = 3', true],
    ['missing = 1 AND n = 4', false],
    ['missing = 1 AND n = 3', undefined],
    ['n = 4 OR missing = 1', undefined],
    ['NOT n = 4 AND n = 3', true],
    ['n = 3 OR n = 3 AND n = 4', true],
    ['(n = 3 OR n = 3) AND n = 4', false],
    ['isnull(missing) AND isnotnull(n)', true],
    ['match("ab|c", "[|\\x5b]")', true],
    ['match("abc", "[|\\x5b]")', false],
    ['match(missing, "a")', undefined],
  ])('%s is %s', (expression, expected) => {
    expect(truth(expression)).toBe(expected);
  });
});

it.each([
  ['sha1(text)', "Unknown function 'sha1': eval of a local search has if, case, coalesce, null,"],
  ['pow(2)', "The arguments to the 'pow' function are invalid: got 1"],
  ['null(1)', "The arguments to the 'null' function are invalid: got 1"],
  ['case(n > 1, 2, 3)', 'case needs pairs'],
  ['if(n, 1, 2)', 'if needs a condition'],
  ['if(n > 1, n > 2, 2)', 'if needs a value, got a condition'],
  ['(n > 1) + 2', '+ needs a value, got a condition'],
  ['1 = 2 = 3', '= needs a value, got a condition'],
  ['text + text', '+ of a local search adds numbers only: join texts with "."'],
  ['n + AND', 'wrong at "AND"'],
  ['n LIKE', 'wrong at the end'],
  ['n IN 3', 'wrong at "3"'],
  ['n & 2', 'Cannot read " & 2"'],
  ['(n', 'wrong at the end'],
  ['min(n', 'wrong at the end'],
  ['n)', 'wrong at ")"'],
  ['3x', 'Cannot read "3x"'],
  ['n * 1.5e-7', 'Cannot read "5e-7"'],
  ['"open', 'Cannot read'],
])('%s is refused', (expression, message) => {
  expect(() => result(expression)).toThrow(message);
});

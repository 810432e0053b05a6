import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aggregateFunction } from '../../../../tools/local-splunk/spl/aggregate-functions.ts';
import { compareValues, isNumber } from '../../../../tools/local-splunk/spl/compare.ts';

const numbersOf = (values: readonly string[]): number[] => values.filter(isNumber).map(Number);

const finite = (values: readonly string[], compute: (numbers: number[]) => number): string => {
  const result = numbersOf(values).length === 0 ? NaN : compute(numbersOf(values));
  return Number.isFinite(result) ? String(result) : '';
};

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

/** The value that the others do not beat; of equal ones the first. */
const extreme = (values: readonly string[], sign: 1 | -1): string => {
  const candidates = values.some(isNumber) ? values.filter(isNumber) : values;
  const beats = (a: string, b: string): boolean => sign * compareValues(a, b) > 0;
  return candidates.find((each) => !candidates.some((other) => beats(other, each))) ?? '';
};

/** What each function means, computed from all values at once. */
const DEFINITIONS: Readonly<Record<string, (values: readonly string[]) => string>> = {
  count: (values) => String(values.length),
  dc: (values) => String(new Set(values).size),
  sum: (values) => finite(values, total),
  avg: (values) => finite(values, (numbers) => total(numbers) / numbers.length),
  min: (values) => extreme(values, -1),
  max: (values) => extreme(values, 1),
  range: (values) => finite(values, (numbers) => Math.max(...numbers) - Math.min(...numbers)),
};

const number = fc.oneof(
  fc.integer({ min: -9, max: 9 }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('1e999', '-1e999', '07', '7.0', '-0'),
);
const value = fc.oneof(number, fc.constantFrom('a', 'B', 'ä', '', '1 x'));
const rows = fc.array(fc.array(value, { maxLength: 3 }), { maxLength: 12 });
const textRows = fc.array(fc.array(fc.constantFrom('b', 'a', 'B', '1 x')), { maxLength: 12 });

describe.each(Object.entries(DEFINITIONS))('%s', (name, define) => {
  it('has after each row the value that all values so far have', () => {
    fc.assert(
      fc.property(fc.oneof(rows, textRows), (all) => {
        const state = aggregateFunction(name)?.();
        const results = all.map((values) => {
          state?.add(values, '');
          return state?.result();
        });
        const expected = all.map((_, at) => define(all.slice(0, at + 1).flat()));
        expect(results).toEqual(expected);
      }),
    );
  });
});

/**
 * Computes the functions of `stats`, `chart` and their like.
 *
 * `perc95` and its like take the nearest rank, which Splunk does up to 1,000 distinct values; the median of an
 * even number of values is the higher one of the two in the middle.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/CommonStatsFunctions
 * @module
 */
import type { Cell } from '../table.ts';
import { compareValues, isNumber } from './compare.ts';

/** The state of one aggregate of one group. */
export interface Accumulator {
  /** @param time - the row's `_time`, empty where it has none */
  readonly add: (values: readonly string[], time: string) => void;
  /** Returns the result; empty for null. */
  readonly result: () => Cell;
}

/** `list` keeps so many values, as `list_maxsize` of splunkd's limits.conf says. */
const LIST_SIZE = 100;

const FUNCTIONS: Readonly<Record<string, () => Accumulator>> = {
  count,
  c: count,
  dc: distinctCount,
  distinct_count: distinctCount,
  sum: () => ofSum((sum) => sum),
  avg: () => ofSum((sum, count) => sum / count),
  mean: () => ofSum((sum, count) => sum / count),
  min: () => extreme(-1),
  max: () => extreme(1),
  range,
  median: () => ofNumbers((numbers) => ranked(numbers, Math.floor(numbers.length / 2))),
  mode: () => ofValues(mostFrequent),
  stdev: () => ofNumbers((numbers) => Math.sqrt(variance(numbers, 1))),
  stdevp: () => ofNumbers((numbers) => Math.sqrt(variance(numbers, 0))),
  var: () => ofNumbers((numbers) => variance(numbers, 1)),
  varp: () => ofNumbers((numbers) => variance(numbers, 0)),
  first: () => ofValues((values) => values[0] ?? ''),
  last: () => ofValues((values) => values.at(-1) ?? ''),
  earliest: () => byTime(-1),
  latest: () => byTime(1),
  list: () => ofValues((values) => oneOrMore(values.slice(0, LIST_SIZE))),
  values: () => ofValues((values) => oneOrMore([...new Set(values)].sort())),
};

/** The names of the functions, for messages. */
export const FUNCTION_NAMES: readonly string[] = [...Object.keys(FUNCTIONS), 'perc<n>'];

/** @returns undefined for a function that is not known */
export function aggregateFunction(name: string): (() => Accumulator) | undefined {
  const percent = /^(?:exactperc|perc|p)(\d+(?:\.\d+)?)$/.exec(name)?.[1];
  if (percent === undefined) return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  const share = Number(percent) / 100;
  if (share > 1) return undefined;
  return () =>
    ofNumbers((numbers) => ranked(numbers, Math.max(0, Math.ceil(share * numbers.length) - 1)));
}

function count(): Accumulator {
  let rows = 0;
  return {
    add: (values) => {
      rows += values.length;
    },
    result: () => String(rows),
  };
}

function distinctCount(): Accumulator {
  const distinct = new Set<string>();
  return {
    add: (values) => {
      for (const value of values) distinct.add(value);
    },
    result: () => String(distinct.size),
  };
}

/** Makes an aggregate of the sum and the count of numbers, as `ofNumbers` does, but keeps no numbers. */
function ofSum(compute: (sum: number, count: number) => number): Accumulator {
  let [sum, count] = [0, 0];
  return {
    add: (values) => {
      for (const value of values.filter(isNumber)) {
        sum += Number(value);
        count++;
      }
    },
    result: () => numberText(count === 0 ? NaN : compute(sum, count)),
  };
}

function range(): Accumulator {
  let [least, most] = [Infinity, -Infinity];
  return {
    add: (values) => {
      for (const number of values.filter(isNumber).map(Number)) {
        least = Math.min(least, number);
        most = Math.max(most, number);
      }
    },
    result: () => numberText(most - least),
  };
}

/** Finds the least (-1) or most (1) value: of the numbers, or of the texts where there is no number. */
function extreme(sign: 1 | -1): Accumulator {
  const better = (value: string, found: string | undefined): string =>
    found === undefined || sign * compareValues(value, found) > 0 ? value : found;
  let number: string | undefined;
  let text: string | undefined;
  return {
    add: (values) => {
      for (const value of values) {
        if (isNumber(value)) number = better(value, number);
        else text = better(value, text);
      }
    },
    result: () => number ?? text ?? '',
  };
}

/** Makes an aggregate that needs all values; `streamstats` pays for that with the square of the rows. */
function ofValues(compute: (values: readonly string[]) => Cell): Accumulator {
  const all: string[] = [];
  return {
    add: (values) => {
      all.push(...values);
    },
    result: () => compute(all),
  };
}

/** Makes an aggregate of numbers. Other values do not count; the result is null where nothing counts. */
function ofNumbers(compute: (numbers: readonly number[]) => number): Accumulator {
  return ofValues((values) => {
    const numbers = values.filter(isNumber).map(Number);
    return numberText(numbers.length === 0 ? NaN : compute(numbers));
  });
}

/** Writes a number; what is not finite is null. */
function numberText(number: number): string {
  return Number.isFinite(number) ? String(number) : '';
}

/** Finds the value of the earliest (-1) or latest (1) row that has one. */
function byTime(sign: 1 | -1): Accumulator {
  let found: { value: string; time: number } | undefined;
  return {
    add: ([value], time) => {
      if (value === undefined || !isNumber(time)) return;
      const isBetter = found === undefined || sign * (Number(time) - found.time) > 0;
      if (isBetter) found = { value, time: Number(time) };
    },
    result: () => found?.value ?? '',
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function mean(numbers: readonly number[]): number {
  return total(numbers) / numbers.length;
}

/** @param lost - the degrees of freedom that the mean takes; the variance of one value is 0 */
function variance(numbers: readonly number[], lost: 0 | 1): number {
  if (numbers.length === 1) return 0;
  const centre = mean(numbers);
  return total(numbers.map((number) => (number - centre) ** 2)) / (numbers.length - lost);
}

function ranked(numbers: readonly number[], rank: number): number {
  return numbers.toSorted((a, b) => a - b)[rank] ?? NaN;
}

function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), ['', 0])[0];
}

function oneOrMore(values: readonly string[]): Cell {
  return values.length > 1 ? values : (values[0] ?? '');
}

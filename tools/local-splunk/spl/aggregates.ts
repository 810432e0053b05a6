/**
 * Computes the aggregates of `stats`, `eventstats` and `streamstats`: `<function>(<field>) [as <name>] …
 * [by …]`.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/CommonStatsFunctions
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { type Row, type Table, valuesOf } from '../table.ts';
import { isNumber } from './compare.ts';
import { splitNames } from './spl.ts';

export interface Aggregation {
  readonly aggregates: readonly Aggregate[];
  readonly groupFields: readonly string[];
}

export interface Aggregate {
  /** The name of the field that it makes. */
  readonly name: string;
  /** The field that is read from each row; none for `count`, which counts rows. */
  readonly field: string | undefined;
  readonly start: () => Accumulator;
}

/** The state of one aggregate of one group. */
interface Accumulator {
  readonly add: (values: readonly string[]) => void;
  /** Returns the result; empty for null. */
  readonly result: () => string;
}

/** The state of all aggregates of one group. */
export interface Group {
  readonly add: (row: Row) => void;
  readonly results: () => string[];
}

const FUNCTIONS: ReadonlyMap<string, () => Accumulator> = new Map(
  Object.entries({
    count,
    sum: () => ofNumbers((total) => total),
    avg: () => ofNumbers((total, summands) => total / summands),
    max: largest,
    first,
  }),
);

/** @throws UserError for an unknown function or another form */
export function parseAggregation(command: string, text: string): Aggregation {
  const words = splitNames(text);
  const by = words.findIndex((word) => word.toLowerCase() === 'by');
  const groupFields = by < 0 ? [] : words.slice(by + 1);
  const aggregates = aggregatesOf(command, by < 0 ? words : words.slice(0, by), text);
  if (aggregates.length === 0 || (by >= 0 && groupFields.length === 0)) throw wrong(command, text);
  return { aggregates, groupFields };
}

/** @returns a group without rows of `table` yet */
export function startGroup(aggregates: readonly Aggregate[], table: Table): Group {
  const states = aggregates.map(({ field, start }) => {
    const column = field === undefined ? undefined : table.fields.indexOf(field);
    return { column, state: start() };
  });
  return {
    add(row) {
      for (const { column, state } of states) {
        state.add(column === undefined ? [''] : valuesOf(row[column] ?? ''));
      }
    },
    results: () => states.map(({ state }) => state.result()),
  };
}

function aggregatesOf(command: string, words: readonly string[], text: string): Aggregate[] {
  const aggregates: Aggregate[] = [];
  for (let at = 0; at < words.length; ) {
    const [call = '', as, name] = words.slice(at, at + 3);
    const isNamed = as?.toLowerCase() === 'as';
    if (isNamed && name === undefined) throw wrong(command, text);
    aggregates.push(aggregateOf(command, call, isNamed ? (name ?? call) : call));
    at += isNamed ? 3 : 1;
  }
  return aggregates;
}

function aggregateOf(command: string, call: string, name: string): Aggregate {
  const [, word = call, field] = /^(\w+)\((.+)\)$/s.exec(call) ?? [];
  const start = FUNCTIONS.get(word.toLowerCase());
  const isWhole = field !== undefined || word.toLowerCase() === 'count';
  if (start === undefined || !isWhole || field?.startsWith('eval(')) throw wrong(command, call);
  return { name, field, start };
}

function wrong(command: string, got: string): UserError {
  const known = [...FUNCTIONS.keys()].slice(1).map((name) => `${name}(field)`);
  const form = `count, count(field), ${known.join(', ')}, each with or without "as name"`;
  return new UserError(`${command} must read: ${form}; by field…; got "${got}"`);
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

/** Makes an aggregate of numbers. Other values do not count; the result is null where nothing counts. */
function ofNumbers(result: (total: number, summands: number) => number): Accumulator {
  let [total, summands] = [0, 0];
  return {
    add: (values) => {
      for (const value of values.filter(isNumber)) {
        total += Number(value);
        summands++;
      }
    },
    result: () => (summands === 0 ? '' : String(result(total, summands))),
  };
}

/** Finds the largest of the numbers; null where there is none. */
function largest(): Accumulator {
  let found = '';
  return {
    add: (values) => {
      for (const value of values.filter(isNumber)) {
        if (found === '' || Number(value) > Number(found)) found = value;
      }
    },
    result: () => found,
  };
}

function first(): Accumulator {
  let found = '';
  return {
    add: (values) => {
      if (found === '') found = values[0] ?? '';
    },
    result: () => found,
  };
}

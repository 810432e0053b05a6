/**
 * Reads the aggregates of `stats`, `chart` and their like: `<function>(<field>) [as <name>] … [by …]`, where
 * `eval(<expression>)` may stand for the field.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { type Cell, type Row, type Table, textOf, valuesOf } from '../table.ts';
import { type Accumulator, aggregateFunction, FUNCTION_NAMES } from './aggregate-functions.ts';
import { parseExpression } from './eval-expression.ts';
import { type Expression, valueText } from './expression.ts';
import { rowReader } from './field-reader.ts';
import { splitCalls, splitNames } from './spl.ts';

export interface Aggregation {
  readonly aggregates: readonly Aggregate[];
  readonly groupFields: readonly string[];
}

export interface Aggregate {
  /** The name of the field that it makes. */
  readonly name: string;
  /** The lower-case name of the function. */
  readonly function: string;
  /** What is read from each row; nothing for `count`, which counts rows. */
  readonly input: string | Expression | undefined;
  readonly start: () => Accumulator;
}

/** The state of all aggregates of one group. */
export interface Group {
  readonly add: (row: Row) => void;
  readonly results: () => Cell[];
}

/** @throws UserError for an unknown function or another form */
export function parseAggregation(command: string, text: string, now: number): Aggregation {
  const words = splitCalls(text);
  const by = words.findIndex((word) => word.toLowerCase() === 'by');
  const groupFields = by < 0 ? [] : words.slice(by + 1).flatMap(splitNames);
  const aggregates = parseAggregates(command, by < 0 ? words : words.slice(0, by), now);
  if (aggregates.length === 0 || (by >= 0 && groupFields.length === 0)) throw wrong(command, text);
  return { aggregates, groupFields };
}

/**
 * @param words - as `splitCalls` gives them
 * @throws UserError for an unknown function or another form
 */
export function parseAggregates(
  command: string,
  words: readonly string[],
  now: number,
): Aggregate[] {
  const aggregates: Aggregate[] = [];
  for (let at = 0; at < words.length; ) {
    const [call = '', as, name] = words.slice(at, at + 3);
    const isNamed = as?.toLowerCase() === 'as';
    if (isNamed && name === undefined) throw wrong(command, words.join(' '));
    const aggregate = aggregateOf(command, call, now);
    aggregates.push(isNamed ? { ...aggregate, name: plainName(name ?? '') } : aggregate);
    at += isNamed ? 3 : 1;
  }
  return aggregates;
}

/** @returns a group without rows of `table` yet */
export function startGroup(aggregates: readonly Aggregate[], table: Table): Group {
  const states = aggregates.map(({ input, start }) => ({
    read: inputReader(input, table),
    state: start(),
  }));
  const time = table.fields.indexOf('_time');
  return {
    add(row) {
      for (const { read, state } of states) state.add(read(row), textOf(row[time] ?? ''));
    },
    results: () => states.map(({ state }) => state.result()),
  };
}

function inputReader(input: Aggregate['input'], table: Table): (row: Row) => readonly string[] {
  if (input === undefined) return () => ['1'];
  if (typeof input === 'string') {
    const column = table.fields.indexOf(input);
    return (row) => valuesOf(row[column] ?? '');
  }
  const readerOf = rowReader(table);
  if (input.kind === 'condition') {
    return (row) => (input.test(readerOf(row)) === true ? ['1'] : []);
  }
  return (row) => valuesOf(valueText(input.read(readerOf(row))));
}

function aggregateOf(command: string, call: string, now: number): Aggregate {
  const [, word = call, inner] = /^(\w+)\(\s*(.*?)\s*\)$/s.exec(call) ?? [];
  const name = word.toLowerCase();
  const start = aggregateFunction(name);
  const isCount = name === 'count' || name === 'c';
  const isWhole = isCount || (inner !== undefined && inner !== '');
  if (start === undefined || !isWhole || inner === '*') throw wrong(command, call);
  const input = inner === undefined || inner === '' ? undefined : inputOf(command, inner, now);
  const shown = typeof input === 'string' ? `${word}(${input})` : call;
  return { name: shown, function: name, input, start };
}

function inputOf(command: string, inner: string, now: number): string | Expression {
  const expression = /^eval\s*\((.*)\)$/s.exec(inner)?.[1];
  if (expression !== undefined) return parseExpression(expression, now);
  const [field, ...more] = splitCalls(inner);
  if (field === undefined || more.length > 0) throw wrong(command, inner);
  return plainName(field);
}

function plainName(word: string): string {
  return splitNames(word)[0] ?? word;
}

function wrong(command: string, got: string): UserError {
  const form = `function(field) or function(eval(expression)), each with or without "as name"; by field…`;
  const known = `of the functions ${FUNCTION_NAMES.join(', ')}`;
  return new UserError(`${command} must read: ${form}; ${known}; got "${got}"`);
}

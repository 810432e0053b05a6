/**
 * Compiles `head`, `tail`, `reverse` and `sort`, which choose rows and their order.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { type Row, type Table, type Transform, textOf } from '../table.ts';
import { compareValues } from './compare.ts';
import { splitNames } from './spl.ts';

/** Splunk's `sort` keeps this many rows unless told otherwise; `sort 0` keeps all. */
const SORT_LIMIT = 10_000;

export function head(text: string): Transform {
  const count = rowCount('head', text);
  return withRows((rows) => rows.slice(0, count));
}

/** Keeps the last rows, the last one first. */
export function tail(text: string): Transform {
  const count = rowCount('tail', text);
  return withRows((rows) => rows.slice(Math.max(0, rows.length - count)).reverse());
}

export function reverse(): Transform {
  return withRows((rows) => rows.toReversed());
}

/** Compiles `sort [<count>] ([+|-]<field>|num(<field>))…`; a sign may stand apart, null values come last. */
export function sort(text: string): Transform {
  const words = splitNames(text);
  const counted = /^\d+$/.test(words[0] ?? '');
  const limit = counted ? Number(words[0]) || Number.POSITIVE_INFINITY : SORT_LIMIT;
  const keys = sortKeys(counted ? words.slice(1) : words);
  if (keys.length === 0) throw new UserError('sort must name a field, as in sort 0 _time');
  return (table) => {
    const rows = table.rows.toSorted(rowOrder(table, keys));
    return { fields: table.fields, rows: rows.slice(0, limit) };
  };
}

interface SortKey {
  readonly field: string;
  /** The direction: 1 is ascending, -1 descending. */
  readonly sign: 1 | -1;
}

function sortKeys(words: readonly string[]): SortKey[] {
  const keys: SortKey[] = [];
  let detached: string | undefined;
  for (const word of words) {
    if (word === '+' || word === '-') {
      detached = word;
      continue;
    }
    const signed = /^[+-]/.test(word) ? word : `${detached ?? '+'}${word}`;
    keys.push({ field: sortField(signed.slice(1)), sign: signed.startsWith('-') ? -1 : 1 });
    detached = undefined;
  }
  return keys;
}

/** Returns the field of a sort key; numbers are compared as numbers with or without `num()`. */
function sortField(word: string): string {
  const [, order, field] = /^(auto|ip|num|str)\((.+)\)$/.exec(word) ?? [];
  if (order === undefined || order === 'num') return field ?? word;
  throw new UserError(`sort of a local search knows num(field) only, got ${word}`);
}

function rowOrder(table: Table, keys: readonly SortKey[]): (left: Row, right: Row) => number {
  const columns = keys.map(({ field, sign }) => ({ column: table.fields.indexOf(field), sign }));
  return (left, right) => {
    for (const { column, sign } of columns) {
      const [a, b] = [textOf(left[column] ?? ''), textOf(right[column] ?? '')];
      const order = nullsLast(a, b) ?? sign * compareValues(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function nullsLast(left: string, right: string): number | undefined {
  if (left !== '' && right !== '') return undefined;
  return Number(left === '') - Number(right === '');
}

function rowCount(name: string, text: string): number {
  if (text === '') return 10;
  if (/^\d+$/.test(text)) return Number(text);
  throw new UserError(`${name} must be followed by a number of rows, got "${text}"`);
}

function withRows(change: (rows: readonly Row[]) => readonly Row[]): Transform {
  return ({ fields, rows }) => ({ fields, rows: change(rows) });
}

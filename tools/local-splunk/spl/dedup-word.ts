/**
 * Compiles `dedup`, which keeps the first rows of each combination of values.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Dedup
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { type Row, type Table, type Transform, textOf } from '../table.ts';
import { sort } from './row-words.ts';
import { readOptions, readTruth } from './word-options.ts';

/** Compiles `dedup [n] <field>… [keepempty=<bool>] [consecutive=<bool>] [sortby <keys>]`. */
export function dedup(text: string): Transform {
  const [, before = text, keys] = /^(.*?)\ssortby\s(.*)$/is.exec(text) ?? [];
  const read = readOptions('dedup', before, ['keepempty', 'consecutive']);
  const isCounted = /^\d+$/.test(read.names[0] ?? '');
  const most = isCounted ? Number(read.names[0]) : 1;
  const fields = isCounted ? read.names.slice(1) : read.names;
  if (fields.length === 0 || most < 1) {
    throw new UserError(`dedup must read: dedup [n] field…, with n above 0; got "${text}"`);
  }
  const keepsEmpty = readTruth(read, 'keepempty', false);
  const seen = readTruth(read, 'consecutive', false) ? countInARow : countInAll;
  const keep = (table: Table): Table => {
    const columns = fields.map((field) => table.fields.indexOf(field));
    const count = seen();
    const rows = table.rows.filter((row) => {
      const values = valuesAt(row, columns);
      return values.includes('') ? keepsEmpty : count(JSON.stringify(values)) <= most;
    });
    return { fields: table.fields, rows };
  };
  if (keys === undefined) return keep;
  const order = sort(`0 ${keys}`);
  return (table) => order(keep(table));
}

function valuesAt(row: Row, columns: readonly number[]): string[] {
  return columns.map((column) => textOf(row[column] ?? ''));
}

/** Counts how often a key has come. */
function countInAll(): (key: string) => number {
  const counts = new Map<string, number>();
  return (key) => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count;
  };
}

/** Counts how often a key has come since another one came. */
function countInARow(): (key: string) => number {
  let [last, count] = ['', 0];
  return (key) => {
    count = key === last ? count + 1 : 1;
    last = key;
    return count;
  };
}

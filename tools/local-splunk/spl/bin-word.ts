/**
 * Compiles `bin` (also `bucket`), which replaces numbers and times by the interval that they are in.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Bin
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { type Cell, type Table, type Transform, textOf } from '../table.ts';
import { withColumn } from './columns.ts';
import { isNumber } from './compare.ts';
import { addSpan, floorTime, spanOf, type TimeSpan } from './time-span.ts';
import { readCount, readOptions } from './word-options.ts';

/** The intervals of time that are chosen where no span is given, ascending. */
const TIME_LADDER = ['1s', '5s', '10s', '30s', '1m', '5m', '10m', '30m', '1h', '1d', '1mon'];

/** Splunk makes at most so many intervals of numbers, and of times beside `timechart`, unless told otherwise. */
const BINS = 100;

/** Compiles `bin [span=<span>] [bins=<n>] <field> [as <name>]`. */
export function bin(text: string): Transform {
  const read = readOptions('bin', text, ['span', 'bins']);
  const [field, as, name, ...more] = read.names;
  const isNamed = as?.toLowerCase() === 'as' && name !== undefined;
  if (field === undefined || more.length > 0 || (as !== undefined && !isNamed)) {
    throw new UserError(`bin must read: bin [span=…] [bins=…] field [as name]; got "${text}"`);
  }
  const bins = readCount(read, 'bins', BINS);
  if (bins < 2) throw new UserError(`bins must be 2 or more, got ${bins}`);
  const intervalOf = binner(field, read.options.get('span'), bins);
  return (table) => withColumn(table, name ?? field, mapped(table, field, intervalOf(table)));
}

/** Makes a function that finds the interval of a value in a table: for `_time` its start, else `from-to`. */
export function binner(
  field: string,
  span: string | undefined,
  bins: number,
): (table: Table) => (value: string) => string {
  if (field === '_time') {
    const fixed = span === undefined ? undefined : spanOf('span', span);
    return (table) => {
      const chosen = fixed ?? timeSpan(extremes(table, field), bins);
      return (value) => String(floorTime(Number(value), chosen));
    };
  }
  if (span !== undefined && !(Number(span) > 0)) {
    throw new UserError(`span must be a number above 0 for ${field}, got "${span}"`);
  }
  return (table) => {
    const width = span === undefined ? roundWidth(extremes(table, field), bins) : Number(span);
    return (value) => {
      const start = Math.floor(Number(value) / width);
      return `${decimal(start * width)}-${decimal((start + 1) * width)}`;
    };
  };
}

/** Chooses the smallest usual interval that makes at most `bins` of a range of epoch seconds. */
export function timeSpan([least, most]: readonly [number, number], bins: number): TimeSpan {
  const spans = TIME_LADDER.map((step) => spanOf('span', step));
  const fits = (span: TimeSpan): boolean => {
    const length = addSpan(0, span);
    return (most - least) / length <= bins;
  };
  return spans.find(fits) ?? spanOf('span', '1y');
}

/** Returns the least and the most number of a field; `[0, 0]` where there is none. */
export function extremes({ fields, rows }: Table, field: string): [number, number] {
  const column = fields.indexOf(field);
  let [least, most] = [Infinity, -Infinity];
  for (const row of rows) {
    const text = textOf(row[column] ?? '');
    if (!isNumber(text)) continue;
    least = Math.min(least, Number(text));
    most = Math.max(most, Number(text));
  }
  return least > most ? [0, 0] : [least, most];
}

/** Chooses the smallest power of ten that makes at most `bins` intervals. */
function roundWidth([least, most]: readonly [number, number], bins: number): number {
  if (most === least) return 1;
  return 10 ** Math.ceil(Math.log10((most - least) / bins));
}

/** Removes the error of binary fractions, as in 0.1 * 3. */
function decimal(value: number): string {
  return String(Number(value.toPrecision(12)));
}

function mapped(table: Table, field: string, intervalOf: (value: string) => string): Cell[] {
  const column = table.fields.indexOf(field);
  return table.rows.map((row) => {
    const text = textOf(row[column] ?? '');
    return isNumber(text) ? intervalOf(text) : text;
  });
}

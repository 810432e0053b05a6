/**
 * Compiles `xyseries`, `untable` and `transpose`, which turn columns into rows and back.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Xyseries
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { type Cell, type Row, type Table, type Transform, textOf } from '../table.ts';
import { compareValues } from './compare.ts';
import { readOptions, readTruth } from './word-options.ts';

/** `transpose` takes this many rows unless told otherwise. */
const TRANSPOSED_ROWS = 5;

/** Compiles `xyseries <x> <name> <data>…`: a row for each x, a column for each name. */
export function xyseries(text: string): Transform {
  const read = readOptions('xyseries', text, ['sep']);
  const [x, name, ...data] = read.names;
  if (x === undefined || name === undefined || data.length === 0) {
    throw new UserError(
      `xyseries must read: xyseries x-field name-field data-field…; got "${text}"`,
    );
  }
  const separator = read.options.get('sep') ?? ': ';
  const columnOf = (field: string, series: string): string =>
    data.length === 1 ? series : `${field}${separator}${series}`;
  return (table) => {
    const at = (row: Row, field: string): Cell => row[table.fields.indexOf(field)] ?? '';
    const rows = table.rows.filter(
      (row) => textOf(at(row, x)) !== '' && textOf(at(row, name)) !== '',
    );
    const series = distinct(rows.map((row) => textOf(at(row, name))));
    const places = distinct(rows.map((row) => textOf(at(row, x))));
    const cells = new Map<string, Cell>();
    for (const row of rows) {
      for (const field of data) {
        const column = columnOf(field, textOf(at(row, name)));
        cells.set(JSON.stringify([textOf(at(row, x)), column]), at(row, field));
      }
    }
    const columns = data.flatMap((field) => series.map((each) => columnOf(field, each)));
    const cell = (place: string) => (column: string) =>
      cells.get(JSON.stringify([place, column])) ?? '';
    return {
      fields: [x, ...columns],
      rows: places.map((place) => [place, ...columns.map(cell(place))]),
    };
  };
}

/** Compiles `untable <x> <name> <data>`: a row for each cell that is not null; internal fields are left out. */
export function untable(text: string): Transform {
  const { names } = readOptions('untable', text, []);
  const [x, name, data, ...more] = names;
  if (x === undefined || name === undefined || data === undefined || more.length > 0) {
    throw new UserError(`untable must read: untable x-field name-field data-field; got "${text}"`);
  }
  return ({ fields, rows }) => {
    const from = fields.indexOf(x);
    const columns = fields.flatMap((field, column) =>
      column === from || field.startsWith('_') ? [] : [{ field, column }],
    );
    const cells = rows.flatMap((row) =>
      columns.map(({ field, column }): Row => [row[from] ?? '', field, row[column] ?? '']),
    );
    return {
      fields: [x, name, data],
      rows: cells.filter(([, , cell]) => textOf(cell ?? '') !== ''),
    };
  };
}

/** Compiles `transpose [<rows>] [column_name=<name>] [header_field=<field>] [include_empty=<bool>]`. */
export function transpose(text: string): Transform {
  const known = ['column_name', 'header_field', 'include_empty'];
  const read = readOptions('transpose', text, known);
  const [count = String(TRANSPOSED_ROWS), ...more] = read.names;
  if (!/^\d+$/.test(count) || more.length > 0) {
    throw new UserError(`transpose must be followed by a number of rows, got "${text}"`);
  }
  const most = Number(count) || Infinity;
  const columnName = read.options.get('column_name') ?? 'column';
  const header = read.options.get('header_field');
  const keepsEmpty = readTruth(read, 'include_empty', true);
  return ({ fields, rows }) => {
    const taken = rows.slice(0, most);
    const at = header === undefined ? -1 : fields.indexOf(header);
    const names = taken.map((row, place) =>
      header === undefined ? `row ${place + 1}` : textOf(row[at] ?? ''),
    );
    const turned = fields.flatMap((field, column): Row[] =>
      column === at ? [] : [[field, ...taken.map((row) => row[column] ?? '')]],
    );
    const isFull = ([, ...cells]: Row): boolean => cells.some((cell) => textOf(cell) !== '');
    const shown = keepsEmpty ? turned : turned.filter(isFull);
    return { fields: [columnName, ...names], rows: shown } satisfies Table;
  };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(compareValues);
}

/**
 * Compiles `fillnull`, `rex` and `mvexpand`, which change the values of fields.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { type Cell, type Row, type Table, type Transform, textOf, valuesOf } from '../table.ts';
import { withColumn } from './columns.ts';
import { toRegExp } from './pcre.ts';
import { splitWords } from './spl.ts';
import { readCount, readOptions, splitOptions } from './word-options.ts';

/** Compiles `fillnull [value=<text>] [<field>…]`; a named field that no row has is made. */
export function fillnull(text: string): Transform {
  const { options, names } = readOptions('fillnull', text, ['value']);
  const value = options.get('value') ?? '0';
  const fill = (table: Table, field: string): Table => {
    const column = table.fields.indexOf(field);
    const cells = table.rows.map((row) => (isNull(row[column]) ? value : (row[column] ?? '')));
    return withColumn(table, field, cells);
  };
  return (table) => (names.length > 0 ? names : table.fields).reduce(fill, table);
}

/**
 * Compiles `rex [field=<field>] [max_match=<n>] "<regular expression>"`: its named groups become fields. A row
 * that it does not match keeps its fields.
 */
export function rex(text: string): Transform {
  const { read, rest } = splitOptions('rex', text, ['field', 'max_match']);
  const [word, ...more] = splitWords(rest);
  if (word === undefined || more.length > 0) {
    throw new UserError(`rex must read: rex [field=…] "(?<name>…)"; got "${text}"`);
  }
  // Within the quotes only \" is an escape: other backslashes belong to the regular expression.
  const isQuoted = word.raw.startsWith('"');
  const source = isQuoted ? word.raw.slice(1, -1).replaceAll('\\"', '"') : word.raw;
  const pattern = toRegExp(source, 'g');
  const groups = [...source.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map(([, name = '']) => name);
  if (groups.length === 0)
    throw new UserError(`rex needs a named group (?<name>…), got ${word.raw}`);
  const field = read.options.get('field') ?? '_raw';
  const most = readCount(read, 'max_match', 1) || Infinity;
  return (table) => {
    const column = table.fields.indexOf(field);
    const matches = table.rows.map((row) => matchesIn(textOf(row[column] ?? ''), pattern, most));
    return groups.reduce((changed, name) => withGroup(changed, name, matches), table);
  };
}

type Groups = Readonly<Record<string, string | undefined>>;

function matchesIn(text: string, pattern: RegExp, most: number): Groups[] {
  return Array.from(text.matchAll(pattern), (match) => match.groups ?? {}).slice(0, most);
}

function withGroup(table: Table, name: string, matches: readonly (readonly Groups[])[]): Table {
  const before = table.fields.indexOf(name);
  const cells = table.rows.map((row, at): Cell => {
    const found = (matches[at] ?? []).flatMap((groups) => groups[name] ?? []);
    if (found.length === 0) return row[before] ?? '';
    return found.length > 1 ? found : (found[0] ?? '');
  });
  return withColumn(table, name, cells);
}

/** Compiles `mvexpand <field> [limit=<n>]`: a row for each value; a row without one stays as it is. */
export function mvexpand(text: string): Transform {
  const read = readOptions('mvexpand', text, ['limit']);
  const [field, ...more] = read.names;
  if (field === undefined || more.length > 0) {
    throw new UserError(`mvexpand must be followed by one field, got "${text}"`);
  }
  const most = readCount(read, 'limit', 0) || Infinity;
  return ({ fields, rows }) => {
    const column = fields.indexOf(field);
    const expanded = rows.flatMap((row): Row[] => {
      const values = valuesOf(row[column] ?? '').slice(0, most);
      if (values.length < 2) return [row];
      return values.map((value) => row.with(column, value));
    });
    return { fields, rows: expanded };
  };
}

function isNull(cell: Cell | undefined): boolean {
  return cell === undefined || textOf(cell) === '';
}

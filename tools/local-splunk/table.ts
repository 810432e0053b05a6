/**
 * Holds search results in memory, as they stand between two commands of a local search.
 *
 * @module
 */

/** A field value, single or multivalue. The empty text is null: results have no other null. */
export type Cell = string | readonly string[];

/** A result, aligned with the table's fields; values that are missing at its end are null. */
export type Row = readonly Cell[];

export interface Table {
  readonly fields: readonly string[];
  readonly rows: readonly Row[];
}

/** A compiled pipeline word, which turns results into results. */
export type Transform = (results: Table) => Table;

export const NO_RESULTS: Table = { fields: [], rows: [] };

/** Returns the values of a cell; none when it is null. */
export function valuesOf(cell: Cell): readonly string[] {
  if (typeof cell !== 'string') return cell;
  return cell === '' ? [] : [cell];
}

/** Returns a cell as one text; several values are joined by newlines as Splunk shows them. */
export function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.join('\n');
}

/** Returns the columns `fields` in that order; one that the table lacks is null in every row. */
export function selectFields(table: Table, fields: readonly string[]): Table {
  const columns = fields.map((field) => table.fields.indexOf(field));
  const rows = table.rows.map((row) => columns.map((column) => row[column] ?? ''));
  return { fields, rows };
}

/** Returns rows as objects without their null fields: the form in which tests state what they expect. */
export function toRecords({ fields, rows }: Table): Record<string, Cell>[] {
  return rows.map((row) => {
    const pairs = fields.map((field, column) => [field, row[column] ?? ''] as const);
    return Object.fromEntries(pairs.filter(([, cell]) => textOf(cell) !== ''));
  });
}

/** Puts tables below one another; the fields are the union in the order first seen. */
export function concatTables(tables: readonly Table[]): Table {
  const fields = [...new Set(tables.flatMap((table) => table.fields))];
  const rows = tables.flatMap((table) => selectUnlessAligned(table, fields).rows);
  return { fields, rows };
}

/**
 * Selects fields unless they are the table's first ones: rows may be shorter than the fields, so such a
 * table needs no copy.
 */
function selectUnlessAligned(table: Table, fields: readonly string[]): Table {
  const aligned = table.fields.every((field, column) => field === fields[column]);
  return aligned ? table : selectFields(table, fields);
}

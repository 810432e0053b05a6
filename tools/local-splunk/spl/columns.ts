/**
 * Changes the columns of a table.
 *
 * @module
 */
import type { Cell, Table } from '../table.ts';

/** Adds or replaces one column; `cells` has one cell a row. */
export function withColumn(table: Table, field: string, cells: readonly Cell[]): Table {
  const known = table.fields.indexOf(field);
  const target = known < 0 ? table.fields.length : known;
  const fields = known < 0 ? [...table.fields, field] : table.fields;
  const rows = table.rows.map((row, at) => {
    const copy = fields.map((_, column) => row[column] ?? '');
    copy[target] = cells[at] ?? '';
    return copy;
  });
  return { fields, rows };
}

/**
 * Reads the fields of rows for conditions and expressions.
 *
 * @module
 */
import type { Cell, Row, Table } from '../table.ts';

/** Reads a field of the row at hand; null where it has none. */
export type FieldReader = (field: string) => Cell;

/** Makes readers of a table's rows. */
export function rowReader({ fields }: Table): (row: Row) => FieldReader {
  const columns = new Map(fields.map((field, column) => [field, column]));
  return (row) => (field) => row[columns.get(field) ?? -1] ?? '';
}

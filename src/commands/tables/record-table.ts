/** Makes tables of few rows, which are written row by row. */

import type { OutputColumn } from '../../protocol/csv-writer.ts';

/** A row, in which `null` and `undefined` are empty cells. */
export type TableRecord = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Makes one column for each name that any row has, in first-seen order. */
export function recordTable(rows: readonly TableRecord[]): OutputColumn[] {
  const names = [...new Set(rows.flatMap(Object.keys))];
  return names.map((name) => ({ name, values: rows.map((row) => String(row[name] ?? '')) }));
}

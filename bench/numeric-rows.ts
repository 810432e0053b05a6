import type { Table } from '../src/local/table.ts';
import { createRandom } from '../src/random.ts';

/** Seeded rows: `_time`, numbers `f0…`, and a label that depends on the first three. */
export function numericRows(rowCount: number, fieldCount: number): Table {
  const random = createRandom(1);
  const names = Array.from({ length: fieldCount }, (_, field) => `f${field}`);
  const rows = Array.from({ length: rowCount }, (_, row) => {
    const values = names.map(() => Math.round(random.normal() * 1e6) / 1e3);
    const sum = values.slice(0, 3).reduce((total, value) => total + value, 0);
    return [1_700_000_000 + row, ...values, sum > 0 ? 'bad' : 'good'].map(String);
  });
  return { fields: ['_time', ...names, 'label'], rows };
}

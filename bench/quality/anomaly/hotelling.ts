/**
 * Computes Hotelling's T², independently of the app: the squared distance of a row of numbers from the mean of
 * training rows, measured by their covariance.
 *
 * @module
 */
import type { Table } from '../../../tools/local-splunk/table.ts';
import { column, type RowScorer } from './count-scores.ts';

export function hotelling(training: Table, fields: readonly string[]): RowScorer {
  const rows = numbersOf(training, fields);
  const means = fields.map(
    (_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / rows.length,
  );
  const distances = (row: readonly number[]): number[] =>
    row.map((value, at) => value - (means[at] ?? 0));
  const covariance = fields.map((_, a) =>
    fields.map((_other, b) => {
      let sum = 0;
      for (const row of rows) {
        const distance = distances(row);
        sum += (distance[a] ?? 0) * (distance[b] ?? 0);
      }
      return sum / rows.length;
    }),
  );
  const inverse = inverseOf(covariance);
  return (table) =>
    numbersOf(table, fields).map((row) => {
      const distance = distances(row);
      return distance.reduce(
        (sum, value, a) =>
          sum +
          distance.reduce((part, other, b) => part + value * other * (inverse[a]?.[b] ?? 0), 0),
        0,
      );
    });
}

function numbersOf(table: Table, fields: readonly string[]): number[][] {
  const columns = fields.map((field) => column(table, field).map(Number));
  return table.rows.map((_, row) => columns.map((values) => values[row] ?? 0));
}

/** Inverts a matrix by Gauss and Jordan's elimination. */
function inverseOf(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, at) => [
    ...row,
    ...Array.from({ length: size }, (_, other) => Number(other === at)),
  ]);
  for (let pivot = 0; pivot < size; pivot++) {
    const row = rows[pivot] ?? [];
    const scale = row[pivot] ?? 1;
    rows[pivot] = row.map((value) => value / scale);
    for (let other = 0; other < size; other++) {
      if (other === pivot) continue;
      const factor = rows[other]?.[pivot] ?? 0;
      rows[other] = (rows[other] ?? []).map(
        (value, at) => value - factor * (rows[pivot]?.[at] ?? 0),
      );
    }
  }
  return rows.map((row) => row.slice(size));
}

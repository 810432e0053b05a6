/**
 * Computes what an anomaly score must beat, independently of the app: how rare each value is, how rare it is
 * after the value of the row before in the entity, and how rare the values of a row are together. The bits of
 * several fields are added.
 *
 * @module
 */
import { type Table, textOf } from '../../../tools/local-splunk/table.ts';

/** Returns a score for each row of a table, in its order. */
export type RowScorer = (table: Table) => number[];

/** A value that no row has counts as half a row. */
const UNSEEN = 0.5;

export function rarity(training: Table, fields: readonly string[]): RowScorer {
  const counts = fields.map((field) => countOf(column(training, field)));
  const rows = training.rows.length;
  return (table) => {
    const columns = fields.map((field) => column(table, field));
    return table.rows.map((_, row) =>
      sum(columns, (values, index) => {
        const count = counts[index]?.get(values[row] ?? '') ?? UNSEEN;
        return -Math.log2(count / rows);
      }),
    );
  };
}

/** Scores rows by how often training rows had the same values in all these fields. */
export function jointRarity(training: Table, fields: readonly string[]): RowScorer {
  const counts = countOf(joined(training, fields));
  const rows = training.rows.length;
  return (table) =>
    joined(table, fields).map((values) => -Math.log2((counts.get(values) ?? UNSEEN) / rows));
}

function joined(table: Table, fields: readonly string[]): string[] {
  const columns = fields.map((field) => column(table, field));
  return table.rows.map((_, row) => columns.map((values) => values[row]).join('\n'));
}

/** Scores values by the value before them; after a pair that no row has, the rarity of the value decides. */
export function bigrams(training: Table, fields: readonly string[], entity: string): RowScorer {
  const rows = training.rows.length;
  const counted = fields.map((field) => {
    const pairs = pairsOf(training, field, entity);
    return {
      values: countOf(pairs.map(([, value]) => value)),
      befores: countOf(pairs.map(([before]) => before)),
      pairs: countOf(pairs.map((pair) => pair.join('\n'))),
    };
  });
  return (table) => {
    const columns = fields.map((field) => pairsOf(table, field, entity));
    return table.rows.map((_, row) =>
      sum(columns, (pairs, index) => {
        const [before, value] = pairs[row] ?? ['', ''];
        const { values, befores, pairs: known } = counted[index] as (typeof counted)[number];
        const share = (values.get(value) ?? UNSEEN) / rows;
        const followed = known.get(`${before}\n${value}`) ?? 0;
        return -Math.log2((followed + share) / ((befores.get(before) ?? 0) + 1));
      }),
    );
  };
}

/** Returns the value of the row before in the entity, `''` for its first row, and the row's own. */
function pairsOf(table: Table, field: string, entity: string): [string, string][] {
  const last = new Map<string, string>();
  const entities = column(table, entity);
  return column(table, field).map((value, row) => {
    const name = entities[row] ?? '';
    const before = last.get(name) ?? '';
    last.set(name, value);
    return [before, value];
  });
}

export function column(table: Table, field: string): string[] {
  const at = table.fields.indexOf(field);
  if (at < 0) throw new Error(`there is no field "${field}"`);
  return table.rows.map((row) => textOf(row[at] ?? ''));
}

function countOf(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function sum<T>(values: readonly T[], bits: (value: T, index: number) => number): number {
  return values.reduce((total, value, index) => total + bits(value, index), 0);
}

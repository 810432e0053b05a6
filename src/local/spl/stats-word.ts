/**
 * `stats count [as name] [by field…]`.
 *
 * @module
 */
import { UserError } from '../../errors.ts';
import { type Row, type Table, valuesOf } from '../table.ts';
import { compareValues } from './compare.ts';
import { splitNames } from './spl.ts';
import type { Transform } from './transform.ts';

/** Counts rows by the values of fields, ascending; a row without one of them is not counted. */
export function stats(text: string): Transform {
  const [count, ...words] = splitNames(text);
  const named = words[0]?.toLowerCase() === 'as';
  const name = named ? words[1] : 'count';
  const [by, ...groupFields] = named ? words.slice(2) : words;
  const complete = by === undefined || (by.toLowerCase() === 'by' && groupFields.length > 0);
  if (count?.toLowerCase() !== 'count' || name === undefined || !complete) {
    throw new UserError(`stats must read: stats count [as name] by field…; got "${text}"`);
  }
  return (table) => ({ fields: [...groupFields, name], rows: countGroups(table, groupFields) });
}

function countGroups(table: Table, groupFields: readonly string[]): Row[] {
  const columns = groupFields.map((field) => table.fields.indexOf(field));
  const counts = new Map<string, number>();
  for (const row of table.rows) {
    for (const group of groupsOf(columns.map((column) => valuesOf(row[column] ?? '')))) {
      const key = JSON.stringify(group);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const rows = Array.from(counts, ([key, count]) => [
    ...(JSON.parse(key) as string[]),
    String(count),
  ]);
  return rows.sort((left, right) => compareRows(left, right, columns.length));
}

/** One group for each combination of values: a multivalue field counts once for each value. */
function groupsOf(values: readonly (readonly string[])[]): string[][] {
  return values.reduce<string[][]>(
    (groups, choices) => groups.flatMap((group) => choices.map((choice) => [...group, choice])),
    [[]],
  );
}

function compareRows(left: readonly string[], right: readonly string[], width: number): number {
  for (let column = 0; column < width; column++) {
    const order = compareValues(left[column] ?? '', right[column] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

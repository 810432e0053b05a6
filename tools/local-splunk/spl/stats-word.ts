/**
 * Compiles `stats` and `eventstats`, which sum rows up: alone, and beside each row.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { type Cell, type Row, type Table, type Transform, textOf, valuesOf } from '../table.ts';
import { type Aggregation, type Group, parseAggregation, startGroup } from './aggregates.ts';
import { compareValues } from './compare.ts';
import type { SearchContext } from './search-context.ts';

type Clock = Pick<SearchContext, 'now'>;

/** Makes one row for each group, ascending; a row without one of the group's fields is left out. */
export function stats(text: string, { now }: Clock): Transform {
  const aggregation = parseAggregation('stats', text, now);
  const { aggregates, groupFields } = aggregation;
  const fields = [...groupFields, ...aggregates.map(({ name }) => name)];
  return (table) => {
    const { groups } = groupRows(table, aggregation);
    const rows = Array.from(groups, ([key, group]) => [...valuesIn(key), ...group.results()]);
    return { fields, rows: rows.sort((a, b) => compareRows(a, b, groupFields.length)) };
  };
}

/** Adds the results of its group to each row; a row in several groups, or none, is not supported. */
export function eventstats(text: string, { now }: Clock): Transform {
  const aggregation = parseAggregation('eventstats', text, now);
  return (table) => {
    const { groups, keysOf } = groupRows(table, aggregation);
    // Once a group, not once a row: some aggregates look at all of their values again.
    const results = new Map(Array.from(groups, ([key, group]) => [key, group.results()]));
    return withResults(table, aggregation, (row) => {
      const [key, ...more] = keysOf(row);
      if (key !== undefined && more.length === 0) return results.get(key) ?? [];
      throw new UserError(
        'eventstats of a local search needs one value of each by field in each row',
      );
    });
  };
}

/** Adds a column for each aggregate; `resultsOf` is asked row after row. */
export function withResults(
  table: Table,
  { aggregates }: Aggregation,
  resultsOf: (row: Row, at: number) => readonly Cell[],
): Table {
  const names = aggregates.map(({ name }) => name);
  const fields = [...new Set([...table.fields, ...names])];
  const targets = names.map((name) => fields.indexOf(name));
  const rows = table.rows.map((row, at) => {
    const results = resultsOf(row, at);
    const copy = fields.map((_, column) => row[column] ?? '');
    for (const [place, target] of targets.entries()) copy[target] = results[place] ?? '';
    return copy;
  });
  return { fields, rows };
}

/** Groups rows by key; without group fields there is one group, even of no rows. */
function groupRows(table: Table, { aggregates, groupFields }: Aggregation) {
  const keysOf = groupKeys(table, groupFields);
  const groups = new Map<string, Group>();
  if (groupFields.length === 0) groups.set('[]', startGroup(aggregates, table));
  for (const row of table.rows) {
    for (const key of keysOf(row)) {
      const group = groups.get(key) ?? startGroup(aggregates, table);
      groups.set(key, group);
      group.add(row);
    }
  }
  return { groups, keysOf };
}

/** Makes a function that gives the groups of a row as keys; none where a field is null. */
export function groupKeys(table: Table, groupFields: readonly string[]): (row: Row) => string[] {
  const columns = groupFields.map((field) => table.fields.indexOf(field));
  return (row) =>
    combinations(columns.map((column) => valuesOf(row[column] ?? ''))).map((group) =>
      JSON.stringify(group),
    );
}

function valuesIn(key: string): string[] {
  return JSON.parse(key) as string[];
}

/** Returns one group for each combination of values: a multivalue field counts once for each value. */
function combinations(values: readonly (readonly string[])[]): string[][] {
  return values.reduce<string[][]>(
    (groups, choices) => groups.flatMap((group) => choices.map((choice) => [...group, choice])),
    [[]],
  );
}

function compareRows(left: Row, right: Row, width: number): number {
  for (let column = 0; column < width; column++) {
    const order = compareValues(textOf(left[column] ?? ''), textOf(right[column] ?? ''));
    if (order !== 0) return order;
  }
  return 0;
}

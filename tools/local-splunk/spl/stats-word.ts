/**
 * Compiles `stats`, `eventstats` and `streamstats`, which sum rows up: alone, beside each row, and up to
 * each row.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { type Row, type Table, type Transform, valuesOf } from '../table.ts';
import { type Aggregation, type Group, parseAggregation, startGroup } from './aggregates.ts';
import { compareValues } from './compare.ts';

/** Makes one row for each group, ascending; a row without one of the group's fields is left out. */
export function stats(text: string): Transform {
  const aggregation = parseAggregation('stats', text);
  const { aggregates, groupFields } = aggregation;
  const fields = [...groupFields, ...aggregates.map(({ name }) => name)];
  return (table) => {
    const { groups } = groupRows(table, aggregation);
    const rows = Array.from(groups, ([key, group]) => [...valuesIn(key), ...group.results()]);
    return { fields, rows: rows.sort((a, b) => compareRows(a, b, groupFields.length)) };
  };
}

/** Adds the results of its group to each row; a row in several groups, or none, is not supported. */
export function eventstats(text: string): Transform {
  const aggregation = parseAggregation('eventstats', text);
  return (table) => {
    const { groups, keysOf } = groupRows(table, aggregation);
    return withResults(table, aggregation, (row) => {
      const [key, ...more] = keysOf(row);
      if (key !== undefined && more.length === 0) return groups.get(key)?.results() ?? [];
      throw new UserError(
        'eventstats of a local search needs one value of each by field in each row',
      );
    });
  };
}

/** Adds to each row the results so far, the row itself included. */
export function streamstats(text: string): Transform {
  const aggregation = parseAggregation('streamstats', text);
  if (aggregation.groupFields.length > 0) {
    throw new UserError(`streamstats of a local search has no by, got "${text}"`);
  }
  return (table) => {
    const group = startGroup(aggregation.aggregates, table);
    return withResults(table, aggregation, (row) => {
      group.add(row);
      return group.results();
    });
  };
}

/** Groups rows by key; without group fields there is one group, even of no rows. */
function groupRows(table: Table, { aggregates, groupFields }: Aggregation) {
  const columns = groupFields.map((field) => table.fields.indexOf(field));
  const keysOf = (row: Row): string[] =>
    combinations(columns.map((column) => valuesOf(row[column] ?? ''))).map((group) =>
      JSON.stringify(group),
    );
  const groups = new Map<string, Group>();
  if (columns.length === 0) groups.set('[]', startGroup(aggregates, table));
  for (const row of table.rows) {
    for (const key of keysOf(row)) {
      const group = groups.get(key) ?? startGroup(aggregates, table);
      groups.set(key, group);
      group.add(row);
    }
  }
  return { groups, keysOf };
}

function valuesIn(key: string): string[] {
  return JSON.parse(key) as string[];
}

function withResults(
  table: Table,
  { aggregates }: Aggregation,
  resultsOf: (row: Row) => readonly string[],
): Table {
  const names = aggregates.map(({ name }) => name);
  const fields = [...new Set([...table.fields, ...names])];
  const targets = names.map((name) => fields.indexOf(name));
  const rows = table.rows.map((row) => {
    const results = resultsOf(row);
    const copy = fields.map((_, column) => row[column] ?? '');
    for (const [at, target] of targets.entries()) copy[target] = results[at] ?? '';
    return copy;
  });
  return { fields, rows };
}

/** Returns one group for each combination of values: a multivalue field counts once for each value. */
function combinations(values: readonly (readonly string[])[]): string[][] {
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

/**
 * Makes the table of `chart` and `timechart`: a row for each value of one field, and a column for each value of
 * another one.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Chart
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { type Cell, type Row, type Table, textOf, valuesOf } from '../table.ts';
import { type Aggregate, type Group, startGroup } from './aggregates.ts';
import { compareValues, isNumber } from './compare.ts';
import { readTruth, type WordOptions } from './word-options.ts';

/** These options choose which values of the column field get a column. */
export const SERIES_OPTIONS = ['limit', 'useother', 'usenull'];

export interface ChartPlan {
  readonly aggregates: readonly Aggregate[];
  /** The field whose values make rows. */
  readonly over: string;
  /** The field whose values make columns; undefined where each aggregate is a column. */
  readonly by: string | undefined;
  /** The most values that get a column of their own; 0 is all. */
  readonly limit: number;
  readonly useOther: boolean;
  readonly useNull: boolean;
}

/** @throws UserError for a limit other than a number or `top<n>` */
export function seriesOptions(
  read: WordOptions,
): Pick<ChartPlan, 'limit' | 'useOther' | 'useNull'> {
  const text = read.options.get('limit') ?? '10';
  const limit = /^(?:top)?(\d+)$/.exec(text)?.[1];
  if (limit === undefined) throw new UserError(`limit must be a number or top<n>, got "${text}"`);
  const useOther = readTruth(read, 'useother', true);
  return { limit: Number(limit), useOther, useNull: readTruth(read, 'usenull', true) };
}

/**
 * @param places - the values of `over` that get a row even where no row has them
 */
export function chartTable(table: Table, plan: ChartPlan, places: readonly string[] = []): Table {
  const { aggregates, over, by } = plan;
  const cells = new Cells(table, aggregates);
  const series = by === undefined ? [''] : chosenSeries(table, plan, by);
  const seriesOf = by === undefined ? () => [''] : seriesReader(table, plan, { by, series });
  const column = table.fields.indexOf(over);
  for (const row of table.rows) {
    for (const place of valuesOf(row[column] ?? '')) {
      for (const name of seriesOf(row)) cells.add(place, name, row);
    }
  }
  const keys = [...new Set([...places, ...cells.places])].sort(compareValues);
  const names = aggregates.flatMap(({ name }) => series.map((each) => nameOf(plan, name, each)));
  const rows = keys.map((place) => [place, ...cells.row(place, series)]);
  return { fields: [over, ...names], rows };
}

/** Names a column: by the aggregate, the series, or both where there are several aggregates. */
function nameOf({ aggregates, by }: ChartPlan, aggregate: string, series: string): string {
  if (by === undefined) return aggregate;
  return aggregates.length === 1 ? series : `${aggregate}: ${series}`;
}

/** Holds the groups of a chart by row and column. */
class Cells {
  readonly #table: Table;
  readonly #aggregates: readonly Aggregate[];
  readonly #groups = new Map<string, Map<string, Group>>();

  constructor(table: Table, aggregates: readonly Aggregate[]) {
    this.#table = table;
    this.#aggregates = aggregates;
  }

  get places(): Iterable<string> {
    return this.#groups.keys();
  }

  add(place: string, series: string, row: Row): void {
    const groups = this.#groups.get(place) ?? new Map<string, Group>();
    this.#groups.set(place, groups);
    const group = groups.get(series) ?? startGroup(this.#aggregates, this.#table);
    groups.set(series, group);
    group.add(row);
  }

  /** Returns the cells of a row, series by series within each aggregate; where there is no row counts are 0. */
  row(place: string, series: readonly string[]): Cell[] {
    const empty = startGroup(this.#aggregates, this.#table).results();
    const results = series.map((name) => this.#groups.get(place)?.get(name)?.results() ?? empty);
    return this.#aggregates.flatMap((_, at) => results.map((each) => each[at] ?? ''));
  }
}

const OTHER = 'OTHER';
const NULL = 'NULL';

/**
 * Chooses the values that get a column: those with the largest sums of the first aggregate over all rows of the
 * chart, ascending by name; then OTHER and NULL.
 */
function chosenSeries(table: Table, plan: ChartPlan, by: string): string[] {
  const column = table.fields.indexOf(by);
  const over = table.fields.indexOf(plan.over);
  const placed = table.rows.filter((row) => textOf(row[over] ?? '') !== '');
  const names = [...new Set(placed.flatMap((row) => valuesOf(row[column] ?? '')))];
  const hasNull = plan.useNull && placed.some((row) => textOf(row[column] ?? '') === '');
  const isCut = plan.limit > 0 && names.length > plan.limit;
  const kept = isCut ? largest(table, plan, names) : names;
  return [
    ...kept.toSorted(compareValues),
    ...(isCut && plan.useOther ? [OTHER] : []),
    ...(hasNull ? [NULL] : []),
  ];
}

/** Returns the values with the largest sums of the first aggregate. */
function largest(table: Table, plan: ChartPlan, names: readonly string[]): string[] {
  const [first] = plan.aggregates;
  const all = { ...plan, aggregates: first === undefined ? [] : [first], limit: 0, useNull: false };
  const { fields, rows } = chartTable(table, all);
  const sumOf = (name: string): number => {
    const column = fields.indexOf(name, 1);
    const numbers = rows.map((row) => textOf(row[column] ?? '')).filter(isNumber);
    return numbers.reduce((sum, number) => sum + Number(number), 0);
  };
  const sums = names.map((name) => ({ name, sum: sumOf(name) }));
  sums.sort((a, b) => b.sum - a.sum || compareValues(a.name, b.name));
  return sums.slice(0, plan.limit).map(({ name }) => name);
}

/** Makes a function that says which columns a row counts in. */
function seriesReader(
  table: Table,
  { useOther, useNull }: ChartPlan,
  { by, series }: { by: string; series: readonly string[] },
): (row: Row) => readonly string[] {
  const column = table.fields.indexOf(by);
  const own = new Set(series);
  return (row) => {
    const values = valuesOf(row[column] ?? '');
    if (values.length === 0) return useNull ? [NULL] : [];
    return values.flatMap((value) => {
      if (own.has(value)) return [value];
      return useOther ? [OTHER] : [];
    });
  };
}

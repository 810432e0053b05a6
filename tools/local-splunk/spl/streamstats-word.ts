/**
 * Compiles `streamstats`, which sums rows up to each row.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Streamstats
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import type { Cell, Row, Table, Transform } from '../table.ts';
import { type Aggregate, type Group, parseAggregation, startGroup } from './aggregates.ts';
import type { SearchContext } from './search-context.ts';
import { groupKeys, withResults } from './stats-word.ts';
import { readCount, readTruth, splitOptions } from './word-options.ts';

interface Settings {
  /** Whether a row is in its own results. */
  readonly current: boolean;
  /** The number of rows that count, the row itself included where `current`; 0 is all. */
  readonly window: number;
  /** Whether the rows of the window are those of all groups, of which those of the row's own group count. */
  readonly global: boolean;
}

/** Compiles `streamstats [current=<bool>] [window=<n>] [global=<bool>] <aggregates> [by …]`. */
export function streamstats(text: string, { now }: Pick<SearchContext, 'now'>): Transform {
  const known = ['current', 'window', 'global'];
  const { read, rest } = splitOptions('streamstats', text, known);
  const settings = {
    current: readTruth(read, 'current', true),
    window: readCount(read, 'window', 0),
    global: readTruth(read, 'global', true),
  };
  const aggregation = parseAggregation('streamstats', rest, now);
  return (table) => {
    const keysOf = groupKeys(table, aggregation.groupFields);
    const results = resultsUpTo(table, aggregation.aggregates, settings);
    return withResults(table, aggregation, (row, at) => {
      const [key, ...more] = keysOf(row);
      if (more.length > 0) {
        throw new UserError('streamstats of a local search needs one value of each by field');
      }
      return results(row, at, key);
    });
  };
}

type Results = (row: Row, at: number, key: string | undefined) => readonly Cell[];

/** Makes the function that gives the results of row after row; a row without a group has none. */
function resultsUpTo(table: Table, aggregates: readonly Aggregate[], settings: Settings): Results {
  const { current, window, global } = settings;
  if (window > 0)
    return global
      ? globalWindow(table, aggregates, settings)
      : groupWindow(table, aggregates, settings);
  const groups = new Map<string, Group>();
  return (row, _, key) => {
    if (key === undefined) return [];
    const group = groups.get(key) ?? startGroup(aggregates, table);
    groups.set(key, group);
    if (current) group.add(row);
    const results = group.results();
    if (!current) group.add(row);
    return results;
  };
}

function groupWindow(table: Table, aggregates: readonly Aggregate[], settings: Settings): Results {
  const recent = new Map<string, Row[]>();
  return (row, _, key) => {
    if (key === undefined) return [];
    const before = recent.get(key) ?? [];
    recent.set(key, [...before, row].slice(-settings.window));
    const rows = settings.current ? [...before, row] : before;
    return sumUp(table, aggregates, rows.slice(-settings.window));
  };
}

function globalWindow(table: Table, aggregates: readonly Aggregate[], settings: Settings): Results {
  const seen: { row: Row; key: string | undefined }[] = [];
  return (row, _, key) => {
    const rows = settings.current ? [...seen, { row, key }] : [...seen];
    seen.push({ row, key });
    if (seen.length > settings.window) seen.shift();
    if (key === undefined) return [];
    const own = rows.slice(-settings.window).filter((each) => each.key === key);
    return sumUp(
      table,
      aggregates,
      own.map((each) => each.row),
    );
  };
}

function sumUp(table: Table, aggregates: readonly Aggregate[], rows: readonly Row[]): Cell[] {
  const group = startGroup(aggregates, table);
  for (const row of rows) group.add(row);
  return group.results();
}

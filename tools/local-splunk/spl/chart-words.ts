/**
 * Compiles `chart` and `timechart`.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Timechart
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import type { Table, Transform } from '../table.ts';
import { textOf } from '../table.ts';
import { parseAggregates } from './aggregates.ts';
import { binner, extremes, timeSpan } from './bin-word.ts';
import { type ChartPlan, chartTable, SERIES_OPTIONS, seriesOptions } from './chart-table.ts';
import { withColumn } from './columns.ts';
import { isNumber } from './compare.ts';
import type { SearchContext } from './search-context.ts';
import { splitCalls, splitNames } from './spl.ts';
import { addSpan, floorTime, spanOf, type TimeSpan } from './time-span.ts';
import { readCount, readOptions, readTruth, type WordOptions } from './word-options.ts';

/** Splunk makes at most so many intervals of time unless told otherwise. */
const TIME_BINS = 100;
const NUMBER_BINS = 300;

/** A chart with more rows than this is refused: a span is then far too small for the times of the rows. */
const MOST_ROWS = 100_000;

const CHART_OPTIONS = [...SERIES_OPTIONS, 'span', 'bins'];
const TIMECHART_OPTIONS = [...CHART_OPTIONS, 'cont', 'fixedrange'];

/** Compiles `chart <aggregates> [over <field>] [by <field> [<field>]]`, with options anywhere. */
export function chart(text: string, { now }: SearchContext): Transform {
  const { read, calls } = splitChart('chart', text, CHART_OPTIONS);
  const { before, clauses } = clausesOf(calls);
  const fields = [...(clauses.get('over') ?? []), ...(clauses.get('by') ?? [])];
  const [over, by, ...more] = fields;
  const aggregates = parseAggregates('chart', before, now);
  if (over === undefined || more.length > 0 || aggregates.length === 0) {
    throw new UserError(
      `chart must read: chart function(field) over field [by field]; got "${text}"`,
    );
  }
  const plan = { aggregates, over, by, ...seriesOptions(read) };
  const span = read.options.get('span');
  if (span === undefined && !read.options.has('bins')) return (table) => chartTable(table, plan);
  const bins = readCount(read, 'bins', NUMBER_BINS);
  const intervalOf = binner(over, span, bins);
  return (table) => chartTable(binned(table, over, intervalOf(table)), plan);
}

/** Compiles `timechart [span=…] <aggregates> [by <field>]`, with options anywhere. */
export function timechart(text: string, context: SearchContext): Transform {
  const { read, calls } = splitChart('timechart', text, TIMECHART_OPTIONS);
  const { before, clauses } = clausesOf(calls);
  const aggregates = parseAggregates('timechart', before, context.now);
  const by = clauses.get('by') ?? [];
  if (aggregates.length === 0 || by.length > 1 || clauses.has('over')) {
    throw new UserError(
      `timechart must read: timechart [span=…] function(field) [by field]; got "${text}"`,
    );
  }
  const plan = { aggregates, over: '_time', by: by[0], ...seriesOptions(read) };
  const span = read.options.get('span');
  const fixed = span === undefined ? undefined : spanOf('span', span);
  const bins = readCount(read, 'bins', TIME_BINS);
  const isContinuous = readTruth(read, 'cont', true);
  const range = readTruth(read, 'fixedrange', true) ? context : {};
  return (table) => {
    const bounds = rangeOf(table, range);
    const chosen = fixed ?? timeSpan(bounds, bins);
    return timechartTable(table, plan, chosen, isContinuous ? bounds : undefined);
  };
}

function timechartTable(
  table: Table,
  plan: ChartPlan,
  span: TimeSpan,
  bounds: readonly [number, number] | undefined,
): Table {
  const intervals = binned(table, '_time', (time) => String(floorTime(Number(time), span)));
  const places = bounds === undefined ? [] : intervalsBetween(bounds, span);
  const charted = chartTable(intervals, plan, places);
  const lengths = charted.rows.map(([time]) => {
    const start = Number(textOf(time ?? ''));
    return String(addSpan(start, span) - start);
  });
  return withColumn(charted, '_span', lengths);
}

/** Returns the first and the last time of the rows and, where the search has bounds, of its range. */
function rangeOf(
  table: Table,
  { earliest, latest }: Partial<Pick<SearchContext, 'earliest' | 'latest'>>,
): [number, number] {
  const [least, most] = extremes(table, '_time');
  const isEmpty = least === 0 && most === 0;
  // The end of a range is not in it.
  const end = latest === undefined ? undefined : latest - 1e-6;
  if (isEmpty) return earliest === undefined || end === undefined ? [0, 0] : [earliest, end];
  return [Math.min(least, earliest ?? least), Math.max(most, end ?? most)];
}

function intervalsBetween([least, most]: readonly [number, number], span: TimeSpan): string[] {
  if (least === 0 && most === 0) return [];
  const places: string[] = [];
  for (let time = floorTime(least, span); time <= most; time = addSpan(time, span)) {
    places.push(String(time));
    if (places.length <= MOST_ROWS) continue;
    throw new UserError(`timechart would make more than ${MOST_ROWS} rows: choose a larger span`);
  }
  return places;
}

function binned(table: Table, field: string, intervalOf: (value: string) => string): Table {
  const column = table.fields.indexOf(field);
  const cells = table.rows.map((row) => {
    const text = textOf(row[column] ?? '');
    if (isNumber(text)) return intervalOf(text);
    // A row without a time has no place in a chart over time.
    return field === '_time' ? '' : text;
  });
  return withColumn(table, field, cells);
}

interface SplitChart {
  readonly read: WordOptions;
  /** The words beside the options, as they were typed. */
  readonly calls: readonly string[];
}

function splitChart(command: string, text: string, known: readonly string[]): SplitChart {
  const words = splitCalls(text.replace(/\b([a-z]+)\s*=\s*(?=[\w"])/gi, '$1='));
  const isOption = (word: string): boolean => /^[a-z_]+=/i.test(word);
  const read = readOptions(command, words.filter(isOption).join(' '), known);
  return { read, calls: words.filter((word) => !isOption(word)) };
}

/** Splits words at `over` and `by`. */
function clausesOf(words: readonly string[]): {
  before: readonly string[];
  clauses: ReadonlyMap<string, readonly string[]>;
} {
  const clauses = new Map<string, string[]>();
  const before: string[] = [];
  let current = before;
  for (const word of words) {
    if (/^(?:over|by)$/i.test(word)) {
      current = [];
      clauses.set(word.toLowerCase(), current);
    } else current.push(current === before ? word : (splitNames(word)[0] ?? word));
  }
  return { before, clauses };
}

/**
 * Checks that results hold what a model reads, and are not too many.
 *
 * @module
 */

import { thousands, UserError } from '../errors.ts';
import { hasCalendar, type ModelHeader, pauseEncoder } from '../model/header.ts';
import { suggestion } from '../nearest.ts';
import { listed, type Notice } from '../notice.ts';
import type { EncodedField } from '../readings/reading.ts';
import type { SearchResults } from '../results/results.ts';

/**
 * A feature is missing when it has no column, or no value in any row although training rows always
 * had one: splunkd sends an empty column for a field that no event has.
 *
 * @returns a warning for features that are empty here and were sometimes null in training
 * @throws UserError that names the missing features
 */
export function checkFeatures({ encoder }: ModelHeader, results: SearchResults): Notice[] {
  const fields: readonly EncodedField[] = encoder.fields;
  const empty = fields.filter(({ field }) => results.column(field).isEmpty());
  const missing = empty.filter((field) => !results.has(field.field) || !wasSometimesNull(field));
  if (missing.length > 0) {
    const names = listed(missing.map(({ field }) => field));
    const near = suggestion(missing[0]?.field ?? '', filled(results));
    const isOne = missing.length === 1;
    throw new UserError(
      `The model needs the ${isOne ? 'field' : 'fields'} ${names}, which ${isOne ? 'has' : 'have'} no value in these results: check the search and | fields, or retrain.${near}`,
    );
  }
  if (empty.length === 0) return [];
  const names = listed(empty.map(({ field }) => field));
  return [{ level: 'WARN', text: `No value in any result, treated as null: ${names}.` }];
}

/** The options that need times. */
interface TimedOptions {
  readonly since: number | undefined;
  readonly future: object | undefined;
  readonly span?: number | undefined;
}

/** @throws UserError when `since`, `future`, `span`, `gap` or the pauses before rows have no times to work on */
export function refuseWithoutTime(
  times: Float64Array | undefined,
  header: ModelHeader,
  asked: TimedOptions,
): void {
  if (times !== undefined && !times.every(Number.isNaN)) return;
  const what = needOfTime(header, asked);
  if (what === undefined) return;
  throw new UserError(
    `${what} the time field ${header.sequence.time ?? '_time'}, and no result has a readable one.`,
  );
}

function needOfTime(
  header: ModelHeader,
  { since, future, span }: TimedOptions,
): string | undefined {
  if (since !== undefined) return 'since needs';
  if (future !== undefined) return 'future needs';
  if (span !== undefined) return 'span needs';
  if (header.sequence.gap !== null) return 'The gap of this model needs';
  if (pauseEncoder(header)) return 'The pauses between rows, which this model reads, need';
  return hasCalendar(header) ? 'The hour of the day, which this model reads, needs' : undefined;
}

/**
 * @param most - the rows that this search may take
 * @param allowed - the rows that max_rows may ask for
 * @throws UserError when there are more rows than that
 */
export function refuseManyRows(rows: number, most: number, allowed: number): void {
  if (rows <= most) return;
  const [count, limit, largest] = [rows, most, allowed].map((value) => thousands(value));
  const larger = most < allowed ? `, a larger max_rows (up to ${largest})` : '';
  throw new UserError(
    `The search returned ${count} results, more than max_rows=${limit}: use a shorter time range${larger}, or order=input after | sort 0 _time.`,
  );
}

function filled(results: SearchResults): string[] {
  return results.fields.filter((field) => !results.column(field).isEmpty());
}

function wasSometimesNull(field: EncodedField): boolean {
  if ('vocabulary' in field) return field.vocabulary.hasNull;
  return 'parts' in field ? field.parts.some(({ hasNull }) => hasNull) : field.hasNull;
}

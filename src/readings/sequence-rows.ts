/**
 * Rows of search results as sequences for a network: ordered, grouped, encoded.
 *
 * @module
 */

import type { Cells } from '../encode/field/cells.ts';
import { EncodingReport } from '../encode/field/encoding-report.ts';
import { NumberColumns } from '../encode/field/number-columns.ts';
import { parseTimeCell } from '../encode/field/time.ts';
import { entityKeys, numberEntities } from '../encode/rows/entity.ts';
import { type Level, levelsOf } from '../encode/rows/levels.ts';
import { orderRows, type RowOrder } from '../encode/rows/row-order.ts';
import type { SequenceSpec } from '../encode/rows/sequence-spec.ts';
import type { Sequences, Steps } from '../encode/rows/steps.ts';
import { type Reach, windowsOver } from '../encode/rows/windows.ts';
import { thousands, UserError } from '../errors.ts';
import { counted, type Notice } from '../notice.ts';
import type { SearchResults } from '../results/results.ts';
import { encodeTokens, type TokenEncoder } from './fields/tokens.ts';
import { writeCalendar } from './rows/calendar.ts';
import { calendarColumn, encodeFeatures, type FeatureEncoder } from './rows/features.ts';
import { type PauseEncoder, pausesOf, UNKNOWN_PAUSE, writePause } from './rows/pause.ts';

/** The rows that can be placed in time and entity. */
export interface PlacedRows extends RowOrder {
  /** Epoch seconds by row, NaN where unreadable; `undefined` without a time field. */
  readonly times: Float64Array | undefined;
  /** Entity by row, −1 for null; `undefined` without `by`. */
  readonly entities: Int32Array | undefined;
}

/** Share of tied rows above which the order within a tie deserves a warning. */
const MANY_TIES = 0.05;

export interface PlaceOptions {
  readonly sequence: SequenceSpec;
  /** Whether the order of rows matters at all; if not, rows without a time stay. */
  readonly needsTime: boolean;
  readonly isUsable?: (row: number) => boolean;
  readonly maxEntities?: number | undefined;
}

/**
 * Orders rows by entity and time.
 *
 * @throws UserError when a `by` field is missing or has several values in one row, or there are more
 *   entities than allowed
 */
export function placeRows(results: SearchResults, options: PlaceOptions): PlacedRows {
  const { sequence, needsTime, isUsable = () => true, maxEntities } = options;
  const { time } = sequence;
  const times = hasTimes(results, time) ? timesOf(results, time) : undefined;
  refuseMissing(results, sequence.by);
  const keys = keysOf(results, sequence.by);
  const entities = keys && numberEntities(keys);
  const isPlaced = (row: number): boolean =>
    isUsable(row) && (!needsTime || times === undefined || !Number.isNaN(times[row]));
  const order = orderRows({
    rowCount: results.rowCount,
    times: needsTime ? times : undefined,
    entities,
    gap: sequence.gap ?? Number.POSITIVE_INFINITY,
    isPlaced,
  });
  refuseManyEntities(order.entityCount, sequence.by, maxEntities);
  return {
    ...order,
    times,
    entities,
  };
}

/** @throws UserError when there are more entities than allowed */
export function refuseManyEntities(
  count: number,
  by: readonly string[],
  most = Number.POSITIVE_INFINITY,
): void {
  if (count <= most) return;
  throw new UserError(
    `There are ${thousands(count)} entities (by ${by.join(', ')}), more than max_entities=${thousands(most)} of lstm_toolkit.conf: use a shorter time range or another by, or ask an administrator to raise it.`,
  );
}

/** Whether any row has a time: splunkd sends an empty column for a field that no event has. */
export function hasTimes(results: SearchResults, field: string | null): field is string {
  return field !== null && !results.column(field).isEmpty();
}

/** Epoch seconds by row, NaN where unreadable. */
export function timesOf(results: SearchResults, field: string): Float64Array {
  return results.numbers([field], parseTimeCell)[0] as Float64Array;
}

/** @throws UserError when a `by` field has no value in any row */
export function refuseMissing(results: SearchResults, by: readonly string[]): void {
  const missing = by.find((field) => results.column(field).isEmpty());
  if (missing === undefined) return;
  throw new UserError(
    `The by field "${missing}" has no value in these results: check the search and | fields.`,
  );
}

/**
 * Key of each row's entity, `undefined` where a `by` field is null; `undefined` without `by`.
 *
 * @throws UserError when a `by` field has several values in one row
 */
export function keysOf(
  results: SearchResults,
  by: readonly string[],
): (string | undefined)[] | undefined {
  for (const field of by) {
    const several = results.multivalueCount(field);
    if (several === 0) continue;
    throw new UserError(
      `The by field ${field} has several values in ${counted(several, 'row')}: use | mvexpand ${field} or another field.`,
    );
  }
  return by.length === 0 ? undefined : entityKeys(by.map((field) => results.texts(field)));
}

/** How rows become sequences. */
export interface SequenceEncoder {
  readonly encoder: FeatureEncoder | TokenEncoder;
  /** The field whose levels the steps carry, if any. */
  readonly level: Level | undefined;
}

/**
 * Encodes placed rows; sequence i is what is read for the row `placed.rows[i]`.
 *
 * @param placed - without times, the columns of the calendar and of pauses are left to the caller
 */
export function encodeSequences(
  { encoder, level }: SequenceEncoder,
  results: SearchResults,
  placed: Pick<PlacedRows, 'rows' | 'begins' | 'times'>,
  reach: Reach,
): { readonly sequences: Sequences; readonly report: EncodingReport } {
  const { rows, begins } = placed;
  const report = new EncodingReport(results.rowCount);
  const fields: readonly { readonly kind: string; readonly field: string }[] = encoder.fields;
  const numeric = fields.filter(({ kind }) => kind === 'numeric').map(({ field }) => field);
  const numbers = new NumberColumns(results, numeric);
  const cellsOf = (field: string): Cells => {
    report.of(field).multivalue = results.multivalueCount(field);
    return {
      column: results.column(field),
      numbers: () => numbers.of(field),
      rows,
      report,
    };
  };
  if (encoder.kind === 'tokens') {
    return { sequences: encodeTokens(encoder, rows, cellsOf), report };
  }
  const levels = level && levelsOf(level, numbers.of(level.field), rows);
  const steps: Steps = {
    ...encodeFeatures(encoder, rows, cellsOf),
    ...(encoder.pause && { atFirst: UNKNOWN_PAUSE }),
    ...(levels && { levels }),
  };
  if (encoder.pause !== undefined) writePauses(encoder.pause, placed, steps);
  writeTimes(encoder, placed, steps);
  const sequences = windowsOver(steps, { begins }, reach);
  return { sequences, report };
}

function writePauses(
  encoder: PauseEncoder,
  { times, ...order }: Pick<PlacedRows, 'rows' | 'begins' | 'times'>,
  steps: Steps,
): void {
  if (times === undefined) return;
  const pauses = pausesOf(order, times);
  for (let step = 0; step < pauses.length; step++) {
    writePause(encoder, steps, step, pauses[step]);
  }
}

/** Writes the columns of the calendar, if the encoder has them. */
export function writeTimes(
  encoder: FeatureEncoder | TokenEncoder,
  { rows, times }: Pick<PlacedRows, 'rows' | 'times'>,
  { features, width }: Steps,
): void {
  if (times === undefined || encoder.kind === 'tokens') return;
  if (encoder.calendar === undefined) return;
  const columns = { out: features, stride: width, column: calendarColumn(encoder) };
  writeCalendar(encoder.calendar, times, rows, columns);
}

/**
 * Seconds before the rows at `positions` of `placed`, NaN for the first of a sequence; `undefined`
 * without times.
 */
export function pausesAt(
  { times, ...order }: Pick<PlacedRows, 'rows' | 'begins' | 'times'>,
  positions: Int32Array,
): Float64Array | undefined {
  if (times === undefined) return undefined;
  const pauses = pausesOf(order, times);
  return Float64Array.from(positions, (at) => pauses[at]);
}

/** For rows without a time field. */
export const NO_TIME: Notice = {
  level: 'WARN',
  text: 'There is no time field, so rows count as ascending in the order received: newest-first results need | reverse.',
};

/** For rows that share entity and time with another one, when they are many. */
export function tieNotices(tiedRows: number, rows: number, time: string | null): Notice[] {
  const share = tiedRows / Math.max(1, rows);
  if (share <= MANY_TIES) return [];
  const text = `${Math.round(100 * share)} % of the rows share their ${time ?? 'time'} with another row of the entity: among them the order of arrival counts.`;
  return [{ level: 'WARN', text }];
}

/** What is odd about the order of the rows. */
export function orderNotices(placed: PlacedRows, { time }: SequenceSpec): Notice[] {
  const ties = tieNotices(placed.tiedRows, placed.rows.length, time);
  return placed.times === undefined ? [NO_TIME, ...ties] : ties;
}

/**
 * Places rows of search results in time and among the entities.
 *
 * @module
 */

import { thousands, UserError } from '../../errors.ts';
import { suggestion } from '../../nearest.ts';
import { counted } from '../../notice.ts';
import type { SearchResults } from '../../results/results.ts';
import { parseTimeCell } from '../field/time.ts';
import { entityKeys, numberEntities } from './entity.ts';
import { orderRows, type RowOrder } from './row-order.ts';
import type { SequenceSpec } from './sequence-spec.ts';

/** The rows that can be placed in time and entity, in their order. */
export interface PlacedRows extends RowOrder {
  /** Epoch seconds by row, NaN where unreadable; `undefined` without a time field. */
  readonly times: Float64Array | undefined;
  /** Entity by row, −1 for null; `undefined` without `by`. */
  readonly entities: Int32Array | undefined;
  /** The key of each row's entity, as `entityKeys` makes it. */
  readonly keys?: readonly (string | undefined)[] | undefined;
}

/** Rows in their order, and their times where they have some. */
export type TimedRows = Pick<PlacedRows, 'rows' | 'begins' | 'times'>;

interface PlaceOptions {
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
    keys,
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

/** Returns whether any row has a time: splunkd sends an empty column for a field that no event has. */
export function hasTimes(results: SearchResults, field: string | null): field is string {
  return field !== null && !results.column(field).isEmpty();
}

/** Returns the epoch seconds of each row, NaN where unreadable. */
export function timesOf(results: SearchResults, field: string): Float64Array {
  return results.numbers([field], parseTimeCell)[0] as Float64Array;
}

/** @throws UserError when a `by` field has no value in any row */
export function refuseMissing(results: SearchResults, by: readonly string[]): void {
  const missing = by.find((field) => results.column(field).isEmpty());
  if (missing === undefined) return;
  throw new UserError(
    `The by field "${missing}" has no value in these results: check the search and | fields.${suggestion(missing, results.fields)}`,
  );
}

/**
 * Returns the key of each row's entity: `undefined` where a `by` field is null; `undefined` without `by`.
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

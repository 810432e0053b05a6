/**
 * Finds the order of rows in time, and the sequences that they form.
 *
 * Splunk delivers events newest first. Rows are ordered by time; where times are equal the order of
 * arrival decides, after the input has been reversed if it falls more often than it rises.
 *
 * @module
 */

import { groupRows, range } from './row-lists.ts';

export interface RowOrder {
  /**
   * The rows in sequence order: the rows of one entity together, ascending in time; entities in the order
   * of their first row in time. Rows that take no part or have no entity are left out.
   */
  readonly rows: Int32Array;
  /** `[rows.length]`: the position in `rows` at which the row's sequence begins. */
  readonly begins: Int32Array;
  /** `[rows.length]`: the rank of the row in time among all rows, ascending. */
  readonly ranks: Int32Array;
  readonly entityCount: number;
  /** The number of rows that share entity and time with another one. */
  readonly tiedRows: number;
}

export interface RowOrderInput {
  readonly rowCount: number;
  /** Epoch seconds, NaN where unreadable; `undefined` when the order in which rows came is that of time. */
  readonly times: Float64Array | undefined;
  /** The entity of each row, −1 for null; `undefined` when all rows are one entity. */
  readonly entities: Int32Array | undefined;
  /** A pause of more seconds than this starts a new sequence. */
  readonly gap: number;
  /** Tells whether a row takes part; one without a readable time never does. */
  readonly isPlaced: (row: number) => boolean;
}

/** Orders rows by entity and time, and finds where their sequences begin. */
export function orderRows(input: RowOrderInput): RowOrder {
  const grouped = groupByEntity(timeOrder(input), input.entities);
  const pauses = pausesOf(grouped.rows, input);
  const begins = new Int32Array(pauses.length);
  let tiedRows = 0;
  for (let at = 1; at < pauses.length; at++) {
    const pause = pauses[at];
    begins[at] = pause <= input.gap ? begins[at - 1] : at;
    if (pause === 0) tiedRows += pauses[at - 1] === 0 ? 1 : 2;
  }
  return { ...grouped, begins, tiedRows };
}

/**
 * Returns the seconds since the row before, for each row in sequence order: NaN for the first row of an
 * entity, at which a sequence always starts. Without times the pauses are unknown: then they are the
 * smallest number above 0, which is neither a tie nor a long pause.
 */
function pausesOf(rows: Int32Array, { times, entities }: RowOrderInput): Float64Array {
  const pauses = new Float64Array(rows.length).fill(Number.NaN);
  for (let at = 1; at < rows.length; at++) {
    const [before, row] = [rows[at - 1], rows[at]];
    if (entities !== undefined && entities[before] !== entities[row]) continue;
    pauses[at] = times === undefined ? Number.MIN_VALUE : times[row] - times[before];
  }
  return pauses;
}

/** Returns the rows that take part, ascending in time. */
function timeOrder({ rowCount, times, isPlaced }: RowOrderInput): Int32Array {
  const rows = range(rowCount).filter(isPlaced);
  if (times === undefined) return rows;
  const { rises, falls } = countSteps(rows, times);
  if (falls > rises) rows.reverse();
  if (Math.min(falls, rises) === 0) return rows;
  const arrival = falls > rises ? -1 : 1;
  return rows.sort((a, b) => times[a] - times[b] || arrival * (a - b));
}

function countSteps(rows: Int32Array, times: Float64Array): { rises: number; falls: number } {
  let [rises, falls] = [0, 0];
  for (let at = 1; at < rows.length; at++) {
    const change = times[rows[at]] - times[rows[at - 1]];
    if (change > 0) rises++;
    else if (change < 0) falls++;
  }
  return { rises, falls };
}

/**
 * Brings the rows of an entity together and keeps the order in time. The order of arrival decides nothing
 * here: the same rows in another order are split and learnt from alike.
 */
function groupByEntity(
  inTime: Int32Array,
  entities: Int32Array | undefined,
): Pick<RowOrder, 'rows' | 'ranks' | 'entityCount'> {
  if (entities === undefined) {
    return { rows: inTime, ranks: range(inTime.length), entityCount: Math.min(1, inTime.length) };
  }
  const known = inTime.filter((row) => entities[row] >= 0);
  const { placeOf, entityCount } = entityPlaces(known, entities);
  const ofRank = (rank: number): number => placeOf(known[rank]);
  const { rows: ranks } = groupRows(range(known.length), ofRank, entityCount);
  return { rows: ranks.map((rank) => known[rank]), ranks, entityCount };
}

/** Numbers the entities in the order of their first rows; `rows` ascend in time. */
function entityPlaces(
  rows: Int32Array,
  entities: Int32Array,
): { readonly placeOf: (row: number) => number; readonly entityCount: number } {
  const most = rows.reduce((largest, row) => Math.max(largest, entities[row]), -1);
  const places = new Int32Array(most + 1).fill(-1);
  let entityCount = 0;
  for (const row of rows) {
    const entity = entities[row];
    if (places[entity] === -1) places[entity] = entityCount++;
  }
  return { placeOf: (row) => places[entities[row]], entityCount };
}

/**
 * Estimates the memory that a search will take, before the work on its rows.
 *
 * The constants are measured: largest resident memory of whole processes over rows, fields, windows
 * and units, rounded up so that the estimate is above all that was seen. `bench/parts/estimates.ts`
 * shows both side by side.
 *
 * @module
 */

import { parseIp } from '../encode/field/ip.ts';
import { parseNumber } from '../encode/field/number.ts';
import type { Window } from '../encode/rows/sequence-spec.ts';
import { thousands, UserError } from '../errors.ts';
import type { Bounds } from '../model/fit-options.ts';
import type { ModelHeader } from '../model/header.ts';
import { multiplyAdds, type NetworkSpec, outputSteps } from '../network/network-spec.ts';
import { LOGITS_OF_A_PART } from '../network/prediction-size.ts';
import type { Encoder } from '../readings/reading.ts';
import { readingOf } from '../readings/table.ts';
import type { SearchResults } from '../results/results.ts';

const MEGABYTE = 2 ** 20;

/** Node.js takes this much with this app, before it has seen a row. */
export const PROCESS_BYTES = 72 * MEGABYTE;

/** The order, entities, examples and hashes of a row take this much in a fit. */
const FIT_ROW_BYTES = 400;

/** The order and entity of a row, and the texts of the columns that are added, take this much in scoring. */
const SCORED_ROW_BYTES = 560;

/**
 * The texts of a row take this much where a field is text: they are those of one field at a time, all
 * different at worst.
 */
const TEXT_BYTES = 600;

/** The texts of a row take this much where a field is an address, whose parts are held as well. */
const ADDRESS_BYTES = 1800;

/** V8 frees the memory of chunks late: this share of what the rows take may still be held twice. */
const LATE_SHARE = 0.1;

/** A thread beside the first has a heap and a stack of its own. */
const THREAD_BYTES = 13 * MEGABYTE;

/** V8 leaves this much of each cell to be collected later, but no more than it lets its heap grow. */
const LEFT_BYTES = 192;
const LEFT_ADDRESS_BYTES = 400;
const MOST_LEFT_BYTES = 100 * MEGABYTE;

/** The doubles of this many columns are held at once: those being read, and those read before. */
const COLUMNS_AT_ONCE = 32;

const FLOAT_BYTES = 4;
const DOUBLE_BYTES = 8;

/** `RowShape` holds the properties of rows that decide about memory. */
export interface RowShape {
  readonly rows: number;
  /** The rows had this size as they were received. */
  readonly bytes: number;
  /** A network reads this many fields. */
  readonly fields: number;
  readonly hasTexts: boolean;
  readonly hasAddresses: boolean;
}

/** Measures the rows. A field counts as text when its first cell is not a number. */
export function shapeOf(results: SearchResults, fields: readonly string[]): RowShape {
  const texts = fields
    .map((field) => results.column(field).text(0))
    .filter((text) => Number.isNaN(parseNumber(text)));
  const hasAddresses = texts.some((text) => parseIp(text) !== undefined);
  const { rowCount: rows, byteLength: bytes } = results;
  return { rows, bytes, fields: fields.length, hasTexts: texts.length > 0, hasAddresses };
}

/** @param threads - the number of threads that compute, the first one included */
export function threadBytes(threads: number): number {
  return (threads - 1) * THREAD_BYTES;
}

/** Returns the memory of a process that reads rows for a fit, whatever network they will train. */
export function readingBytes(shape: RowShape): number {
  return rowsBytes(shape) + shape.rows * FIT_ROW_BYTES;
}

/** Returns the memory of a process that reads and orders rows to score them. */
export function scoringBytes(shape: RowShape): number {
  return rowsBytes(shape) + shape.rows * SCORED_ROW_BYTES;
}

function rowsBytes({ rows, bytes, fields, hasTexts, hasAddresses }: RowShape): number {
  const numbers = DOUBLE_BYTES * Math.min(fields, COLUMNS_AT_ONCE);
  const others = hasAddresses ? ADDRESS_BYTES : TEXT_BYTES;
  const texts = hasTexts ? others : 0;
  const ofCell = hasAddresses ? LEFT_ADDRESS_BYTES : LEFT_BYTES;
  const left = Math.min(MOST_LEFT_BYTES, rows * fields * ofCell);
  return PROCESS_BYTES + (1 + LATE_SHARE) * bytes + rows * (numbers + texts) + left;
}

/** Returns the memory of `rows` rows in the form in which a network reads them. */
export function encodedBytes(encoder: Encoder, rows: number): number {
  return FLOAT_BYTES * readingOf(encoder).rowWidth(encoder) * rows;
}

/** Returns the number of timesteps of a full sequence. */
export function timestepsOf(encoder: Encoder, window: Window): number {
  return readingOf(encoder).length(encoder, window).timesteps;
}

/** Logits are held this many times, among them as probabilities. */
const LOGIT_COPIES = 3;

/** The surprise of a row and target takes this much where a sample has several targets. */
const EVIDENCE_BYTES = 24;

/**
 * Returns the memory of what a network predicts for `rows` rows.
 *
 * @param timesteps - the timesteps of a full sequence
 */
export function predictedBytes(network: NetworkSpec, rows: number, timesteps: number): number {
  const { outputs, heads } = network;
  const all = rows * outputSteps(network, timesteps) * outputs;
  const logits = heads === undefined ? all : Math.min(all, LOGITS_OF_A_PART);
  const evidence = heads === undefined ? 0 : rows * heads.length * EVIDENCE_BYTES;
  return LOGIT_COPIES * FLOAT_BYTES * logits + evidence;
}

/**
 * @param what - says what would take so much, as the beginning of a sentence
 * @param remedy - says what to do, as the end of a sentence
 * @throws UserError with the estimate and the setting
 */
export function refuseMemory(
  bytes: number,
  { maxBytes }: Pick<Bounds, 'maxBytes'>,
  what: string,
  remedy: string,
): void {
  if (bytes <= maxBytes) return;
  const [needed, most] = [bytes, maxBytes].map((count) => thousands(Math.ceil(count / MEGABYTE)));
  throw new UserError(
    `${what} would take about ${needed} MB, more than max_memory_mb allows (${most} MB): ${remedy}, or ask an administrator to raise it.`,
  );
}

/** Returns the multiply-adds that scoring a row takes at most. */
export function scoringWork({ sequence: { window }, encoder, network }: ModelHeader): number {
  return timestepsOf(encoder, window) * multiplyAdds(network);
}

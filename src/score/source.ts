/**
 * A source makes the sequences that a scorer scores: from all rows of a search at once, or chunk by chunk.
 *
 * @module
 */

import type { EncodingReport } from '../encode/field/encoding-report.ts';
import type { PlacedRows } from '../encode/rows/place-rows.ts';
import type { Sequences, Steps } from '../encode/rows/steps.ts';
import type { Notice } from '../notice.ts';
import type { SearchResults } from '../results/results.ts';
import type { FutureOption } from '../tasks/forecast/future-rows.ts';
import type { RowToPredict } from '../tasks/predicted-rows.ts';

export interface Source {
  /** @throws UserError when a model cannot score the rows */
  next(results: SearchResults): SourcedRows;
  /** Returns what there is to say once all rows have been scored. */
  notices(): SourceNotices;
}

/** A row and the sequence that ends at it. */
export interface Candidate extends RowToPredict {
  /** Rows with the same number, in all chunks, are of the same entity. */
  readonly entity: number;
  /** Rows of the sequence so far, this one included. */
  readonly depth: number;
}

export interface SourcedRows {
  readonly results: SearchResults;
  readonly sequences: Sequences;
  /** The rows that a sequence ends at; all others are missing. */
  readonly candidates: readonly Candidate[];
  readonly report: EncodingReport;
  /** The report that messages count, which has the rows that `nulls=drop` leaves out as well. */
  readonly counted: EncodingReport;
  readonly watched: WatchedRows;
  /** The epoch seconds of each row, NaN where there are none; `undefined` where no row has any. */
  readonly times: Float64Array | undefined;
  /** Tells the rows that only feed the windows of later ones. */
  readonly isHistory: (row: number) => boolean;
  /** The rows that a forecast is asked to follow. */
  readonly followed?: FollowedRows | undefined;
}

/** The rows in which drift is looked for, each of them once. */
export interface WatchedRows {
  readonly sequences: Sequences;
  /** Positions of the rows among the steps, or with `window=fields` among the sequences. */
  readonly rows: Int32Array;
}

export interface FollowedRows {
  readonly steps: Steps;
  readonly placed: PlacedRows;
  readonly future: FutureOption;
}

/** Notices by where they stand among those of a scorer. */
export interface SourceNotices {
  readonly first: readonly Notice[];
  readonly last: readonly Notice[];
}

/** Returns what tells rows before `since`; without it there are none. */
export function isBefore(
  times: Float64Array | undefined,
  since: number | undefined,
): (row: number) => boolean {
  return since === undefined ? () => false : (row) => (times?.[row] ?? Number.NaN) < since;
}

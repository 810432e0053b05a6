import type { EncodingReport } from '../encode/field/encoding-report.ts';
import type { Level } from '../encode/rows/levels.ts';
import type { TimedRows } from '../encode/rows/place-rows.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import type { SearchResults } from '../results/results.ts';

export interface RowsToEncode {
  readonly results: SearchResults;
  /** If the rows have no times, the columns of the calendar and of pauses are left to the caller. */
  readonly placed: TimedRows;
  /** Rows are of sequences that the caller makes, and what steps hold of rows ahead is left to it. */
  readonly areApart?: boolean;
  /** The steps carry the levels of this field, if there is one. */
  readonly level: Level | undefined;
}

export interface EncodedRows {
  readonly sequences: Sequences;
  readonly report: EncodingReport;
}

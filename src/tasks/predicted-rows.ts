/**
 * Declares the rows that a model predicts, what is predicted of them, and what follows the rows of entities.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';
import type { Mode } from '../model/header.ts';
import type { Prediction } from '../model/prediction.ts';
import type { SearchResults } from '../results/results.ts';

export interface RowsToPredict {
  readonly results: SearchResults;
  readonly sequences: Sequences;
  readonly scored: readonly RowToPredict[];
  /** Tells the rows of the time that the model was trained on. */
  readonly isOfTraining?: (row: number) => boolean;
  /** Judges forecasts by those of rows before, chunk by chunk; only forecasts have it. */
  readonly judge?: ForecastJudging | undefined;
}

/** Learns from the errors of earlier forecasts how wide bounds of later ones are. */
export interface ForecastJudging {
  next(
    entity: string,
    error: number,
    isLearnt: boolean,
  ): { readonly widths: Widths; readonly score: number };
}

/** How far bounds lie from the middle, as multiples of how far those of the model do. */
interface Widths {
  readonly below: number;
  readonly above: number;
}

export interface RowToPredict {
  readonly row: number;
  /** The position of the sequence that ends at the row. */
  readonly sequence: number;
  /** Seconds since the row before, NaN where there is none. */
  readonly pause: number;
  /** Whether the row is known to be the last one of its sequence. */
  readonly isEnd: boolean;
}

/** Takes the predictions of each entity's rows, one after the other, and remembers what matters of them. */
export interface Follower<M extends Mode = Mode> {
  /** So many rows of an entity before the first one that is scored count, and are predicted as well. */
  readonly history: number;
  /**
   * Returns what the rows of a sequence up to this one say together.
   *
   * @param sample - the row's place in the prediction
   */
  next(row: FollowedRow, prediction: Prediction<M>, sample: number): number;
}

export interface FollowedRow {
  readonly entity: number;
  /** The rows of its sequence so far; it does not rise where another sequence has begun. */
  readonly depth: number;
}

/** Rows, and what the model predicts for them. */
export interface PredictedRows<M extends Mode = Mode> {
  readonly sequences: Sequences;
  /** `[samples]`: the sequence of each sample. */
  readonly ends: Int32Array;
  readonly prediction: Prediction<M>;
}

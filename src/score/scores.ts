/**
 * Describes what scoring says of each row.
 *
 * @module
 */

import type { Contribution } from '../explain/explanation.ts';
import type { Mode } from '../model/header.ts';
import type { Prediction } from '../model/prediction.ts';

/** Rows behind the last ones are `future`, and rows before `since` are `history`. */
export type Status = 'ok' | 'warmup' | 'missing' | 'unseen' | 'history' | 'future';

export interface Scores<M extends Mode = Mode> {
  /** `[rows]` */
  readonly status: readonly Status[];
  /** `[rows]`: where a row stands in the prediction; −1 where it does not. */
  readonly samples: Int32Array;
  readonly prediction: Prediction<M>;
  /** `[samples]`: what the rows of its entity up to a sample say, where the task follows them. */
  readonly followed?: Float32Array | undefined;
  /** The reasons why a sample was scored so, where they were asked for. */
  readonly reasons?: ReadonlyMap<number, readonly Contribution[]> | undefined;
}

/**
 * Describes what a task decides of its target from texts and options, and what it learns of it from training
 * rows, before features are read.
 *
 * @module
 */

import type { FieldColumn } from '../encode/field/column.ts';
import type { PlacedRows } from '../encode/rows/place-rows.ts';
import type { Window } from '../encode/rows/sequence-spec.ts';
import type { Season } from '../encode/rows/steps.ts';
import type { Reach } from '../encode/rows/windows.ts';
import type { KnownTargets } from '../leaks/known-targets.ts';
import type { AnomalyTarget, Head } from '../model/anomaly-target.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { ForecastTarget } from '../model/forecast-target.ts';
import type { Mode } from '../model/header.ts';
import type { ClassTarget, NumberTarget } from '../model/target.ts';
import type { Notice } from '../notice.ts';

/** This is the window where neither the user nor a task chose another one. */
export const DEFAULT_WINDOW = 20;

/** A task says how features are read for it. */
export interface TaskReads {
  /**
   * The hour and the weekday may be features where the rows to come are predicted: `chosen` where validation rows
   * decide.
   */
  readonly calendar: boolean | 'chosen';
  /** Integers with few values are read as these. */
  readonly integers: 'numbers' | 'categories';
  /**
   * Returns what the next value of a field can be, where fields are what is predicted.
   *
   * @param rows - training rows
   * @param old - what the model that is continued has
   * @throws UserError for a field with too many values
   */
  readonly outcomes?: (
    column: FieldColumn,
    rows: Int32Array,
    old: Head | undefined,
  ) => FieldOutcomes;
}

/** The next value of a field can be one of these. */
export interface FieldOutcomes {
  /** Absent where there is nothing to predict. */
  readonly head?: Head | undefined;
  /** The number of values of a field of texts if each occurs only once. */
  readonly rare?: { readonly field: string; readonly values: number };
}

interface PlanByTask {
  readonly classify: {
    readonly mode: 'classify';
    readonly texts: readonly string[];
    readonly target: ClassTarget;
  };
  readonly regress: { readonly mode: 'regress'; readonly texts: readonly string[] };
  readonly forecast: { readonly mode: 'forecast'; readonly texts: readonly string[] };
  readonly anomaly: { readonly mode: 'anomaly' };
}

interface PlanForAll {
  /** `window=auto` gives this window. */
  readonly window: Window;
  /** Held-out rows choose another one with `window=auto` where they clearly favour it. */
  readonly otherWindow?: Window | undefined;
  /** Returns what the network reads for a row, where that is not the row's own window. */
  reach(window: number): Reach | undefined;
  /** Tells whether a row says what is to be predicted. */
  hasTarget(row: number): boolean;
  /**
   * Returns where the rows begin whose values each position's target tells; `undefined` where it tells of
   * its own row alone.
   *
   * @param starts - `[positions]`: where the window that ends at a position begins
   */
  targetStarts(starts: Int32Array): Int32Array | undefined;
  /** @throws UserError where the ordered rows have no room for what is predicted */
  refuseRows(placed: Pick<PlacedRows, 'begins'>): void;
  /** What to do where too few rows can be trained on, if the task has words of its own. */
  readonly fewRemedy?: string;
  readonly notices: readonly Notice[];
}

export type TaskPlan<M extends Mode = Mode> = PlanByTask[M] & PlanForAll;

interface LearntByTask {
  readonly classify: {
    readonly target: ClassTarget;
    /** The class index of each row of the results. */
    readonly values: Float64Array;
    readonly label: FitSettings['sequence']['label'];
  };
  readonly regress: {
    readonly target: NumberTarget;
    /** The standardised value of each row of the results. */
    readonly values: Float64Array;
  };
  readonly forecast: {
    readonly target: ForecastTarget;
    /** `[placed, horizon]`: in the unit of the target, for windows that are scaled by themselves over their own. */
    readonly changes: Float32Array;
  };
  readonly anomaly: {
    /** The positions of the last rows of sequences that ended; `undefined` where ends are not predicted. */
    readonly ended: Int32Array | undefined;
    /** The target of the model that is continued, if there is one. */
    readonly old?: AnomalyTarget | undefined;
    /** They were quiet for longer than this, and no option asks for ends: some field must predict them. */
    readonly quiet?: number | undefined;
  };
}

interface LearntForAll {
  /** No field may give these away; `undefined` where none could. */
  readonly known: KnownTargets | undefined;
  /** Encoders read the season of the target, where it has one. */
  readonly season?: Season | undefined;
  /** These notices stand after those of the fields. */
  readonly notices: readonly Notice[];
}

export type Learnt<M extends Mode = Mode> = LearntByTask[M] & LearntForAll;

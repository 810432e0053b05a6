/**
 * A task is what a model predicts: classes, a number, a forecast, or what comes next. Whatever differs
 * between tasks is a member of this type; `tasks/table.ts` has one object for each mode.
 *
 * @module
 */

import type { FieldColumn } from '../encode/field/column.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import type { Reach } from '../encode/rows/windows.ts';
import type { Quality } from '../evaluate/quality.ts';
import type { KnownTargets } from '../leaks/known-targets.ts';
import type { Head } from '../model/anomaly-target.ts';
import type { FitData, OrderedRows } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { ForecastTarget } from '../model/forecast-target.ts';
import type { Mode, ModelHeader, TargetOf, TaskPart } from '../model/header.ts';
import type { HeldPrediction, Prediction } from '../model/prediction.ts';
import type { Metrics } from '../model/record.ts';
import type { ClassTarget, NumberTarget } from '../model/target.ts';
import type { ScoreThreshold } from '../model/threshold-rule.ts';
import type { Context } from '../network/context.ts';
import type { Engine } from '../network/engine.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import type { Notice } from '../notice.ts';
import type { TokenEncoder } from '../readings/fields/tokens.ts';
import type { FeatureEncoder } from '../readings/rows/features.ts';
import type { PlacedRows } from '../readings/sequence-rows.ts';
import type { SearchResults } from '../results/results.ts';

export interface Task<M extends Mode> {
  readonly reads: TaskReads;
  /**
   * Decides what texts and options alone can tell, before rows are ordered.
   *
   * @param texts - the target's values, one a row; none for a task without a target field
   * @throws UserError for a target or for options that do not fit each other
   */
  plan(texts: readonly string[], settings: FitSettings): TaskPlan<M>;
  /**
   * Learns from training rows what the target is, before any field is read.
   *
   * @throws UserError when there is nothing to learn
   */
  learn(plan: TaskPlan<M>, rows: OrderedRows, settings: FitSettings): Learnt<M>;
  /**
   * Encodes what the network is to predict.
   *
   * @throws UserError for fields that cannot be predicted
   */
  encode(
    learnt: Learnt<M>,
    rows: OrderedRows,
    fields: FittedFields,
    results: SearchResults,
  ): EncodedTarget<M>;
  /** Returns the width of the network's output and its loss. */
  output(target: TargetOf<M>): NetworkOutput;
  readonly epochFigure: {
    readonly name: 'accuracy' | 'mae';
    /** Returns the figure that is shown of an epoch. */
    of(target: TargetOf<M>): Figure;
  };
  readonly threshold: {
    /** Returns the threshold until rows have chosen one; null where the target has none. */
    initial(target: TargetOf<M>): number | null;
    /** @throws UserError when the validation rows are too few to choose as was asked; before training */
    check(data: FitData<M>, settings: FitSettings): void;
    /**
     * Returns the threshold to score with: that of the model where `rule` is `undefined`.
     *
     * @throws UserError for a model without threshold, or a budget that its validation rows cannot judge
     */
    of(part: TaskPart<M>, rule: ScoreThreshold | undefined): number | undefined;
  };
  /** Calibrates a trained network, and judges it and simple models by the same figures. */
  evaluate(
    engine: Engine,
    data: FitData<M>,
    options: EvaluationOptions,
    context: Context,
  ): Promise<Quality>;
  predict(
    header: ModelHeader<M>,
    engine: Engine,
    rows: RowsToPredict,
    context: Context,
  ): Promise<Prediction<M>>;
  explained(part: TaskPart<M>, predicted: PredictedRows<M>, sample: number): ExplainedRow;
  /** A verdict is what a row is called; numbers have none. */
  readonly verdicts: {
    /** Returns each verdict as a message names it; of two the second is the alert. */
    names(target: TargetOf<M>): readonly string[];
    /**
     * Returns the places among the names, `[samples]`; none for numbers.
     *
     * @param threshold - the score from which on a row is an alert
     */
    of(target: TargetOf<M>, prediction: HeldPrediction<M>, threshold: number): Int8Array;
    /** Returns by what samples are ranked, such as the probability of the alert; numbers have nothing. */
    score(
      target: TargetOf<M>,
      prediction: HeldPrediction<M>,
    ): ((sample: number) => number) | undefined;
    /** Returns the shares of no alert and of an alert to expect at another threshold than the model's. */
    shares(part: TaskPart<M>, threshold: number): readonly number[] | undefined;
  };
  /** `replace=better` compares two models by the same rows. */
  readonly comparison: {
    /** Returns why two models of this task predict different things, if they do. */
    other(target: TargetOf<M>, old: TargetOf<M>): string | undefined;
    figures(fresh: Compared<M>, old: Compared<M>, truth: Truth): BothMetrics;
  };
}

/** What the encoders of a task take features for. */
export interface TaskReads {
  /** Whether the hour and the weekday may be features: where the rows to come are predicted. */
  readonly calendar: boolean;
  /** What integers with few values are. */
  readonly integers: 'numbers' | 'categories';
  /**
   * Returns what the next value of a field can be, where fields are what is predicted.
   *
   * @param rows - training rows
   * @throws UserError for a field with more values than can be told apart
   */
  readonly outcomes?: (column: FieldColumn, rows: Int32Array) => FieldOutcomes;
}

/** What the next value of a field can be. */
export interface FieldOutcomes {
  /** Absent where there is nothing to predict. */
  readonly head?: Head | undefined;
  /** How many values a field of texts has of which none comes again. */
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

export interface PlanForAll {
  /** The window that `window=auto` gives. */
  readonly window: 'fields' | number;
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
  /** What to do where too few rows can be trained on, if that is special to the task. */
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
    /** `[placed, horizon]`: in the unit of the target. */
    readonly changes: Float32Array;
  };
  readonly anomaly: object;
}

export interface LearntForAll {
  /** What no field may give away, where one could. */
  readonly known: KnownTargets | undefined;
  /** What there is to say behind the notices of the fields. */
  readonly notices: readonly Notice[];
}

export type Learnt<M extends Mode = Mode> = LearntByTask[M] & LearntForAll;

/** What the encoders of a fit found out. */
export interface FittedFields {
  readonly encoder: FeatureEncoder | TokenEncoder;
  /** What the next value of each field can be; empty unless the task asks for it. */
  readonly outcomes: readonly FieldOutcomes[];
  /** `[rows read]`: seconds before each training row; `undefined` without times. */
  readonly pauses: Float64Array | undefined;
}

export interface EncodedTarget<M extends Mode = Mode> {
  readonly target: TargetOf<M>;
  /** `[placed, heads]`: NaN where there is none. */
  readonly targets: Float32Array;
}

/** The window where neither the user nor a task chose another one. */
export const DEFAULT_WINDOW = 20;

export type NetworkOutput = Pick<NetworkSpec, 'outputs' | 'loss' | 'heads'>;

/** Judges logits, `[samples, outputs]`, by targets, `[samples, heads]`. */
export type Figure = (logits: Float32Array, targets: Float32Array) => number;

export interface EvaluationOptions {
  readonly settings: FitSettings;
  /** Weights that the network was trained with; `undefined` for 1. */
  readonly classWeights: readonly number[] | undefined;
}

export interface RowsToPredict {
  readonly results: SearchResults;
  readonly sequences: Sequences;
  readonly scored: readonly RowToPredict[];
}

export interface RowToPredict {
  readonly row: number;
  /** The position of the sequence that ends at the row. */
  readonly sequence: number;
  /** Seconds since the row before, NaN where there is none. */
  readonly pause: number;
}

/** Rows, and what the model predicts for them. */
export interface PredictedRows<M extends Mode = Mode> {
  readonly sequences: Sequences;
  /** `[samples]`: the sequence of each sample. */
  readonly ends: Int32Array;
  readonly prediction: Prediction<M>;
}

/** A number that is explained, as a function of the network's logits. */
export interface Explained {
  /** @param logits - `[outputs]`, as the network gives them */
  value(logits: Float32Array): number;
  /** Returns the gradient of the value by the logits, `[outputs]`. */
  gradient(logits: Float32Array): Float32Array;
}

/** A row is explained by one number that its inputs made, or by a part of its score for each field. */
export type ExplainedRow =
  | {
      readonly by: 'inputs';
      readonly value: Explained;
      /** The value that the number is added to, and the field that it is of. */
      readonly level?: { readonly field: string; readonly amount: number };
    }
  | {
      readonly by: 'fields';
      readonly fields: readonly ExplainedField[];
      /** Returns the excess of the same outcomes by other logits, `[fields]`. */
      excessAfter(logits: Float32Array): Float32Array;
    };

export interface ExplainedField {
  readonly field: string;
  readonly amount: number;
  readonly excess: number;
  readonly value: Explained;
}

/** A model, and what it predicts for the rows that are compared. */
export interface Compared<M extends Mode = Mode> {
  readonly part: TaskPart<M>;
  readonly prediction: HeldPrediction<M>;
  /** Where the rows stand in the prediction. */
  readonly samples: Int32Array;
}

/** What came of the rows that are compared, as the network of the new model sees it. */
export interface Truth {
  readonly actual: Float32Array;
  readonly levels: Float64Array;
}

export interface BothMetrics {
  readonly metrics: Metrics;
  readonly oldMetrics: Metrics;
}

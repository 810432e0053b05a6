/**
 * A task is what a model predicts: classes, a number, a forecast, or what comes next. Whatever differs
 * between tasks is a member of this type; `tasks/table.ts` has one object for each mode.
 *
 * @module
 */

import type { LinearModel } from '../baseline/linear-baseline.ts';
import type { SequenceSpec } from '../encode/rows/sequence-spec.ts';
import type { Split } from '../encode/rows/split.ts';
import type { Origins } from '../encode/rows/window-scale.ts';
import type { Quality } from '../evaluate/quality.ts';
import type { FitData, HeldOut, Labelled, OrderedRows, Predicted } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { Mode, ModelHeader, TargetOf, TaskPart } from '../model/header.ts';
import type { HeldPrediction, Outcomes, Prediction } from '../model/prediction.ts';
import type { Metrics } from '../model/record.ts';
import type { ScoreThreshold } from '../model/threshold-rule.ts';
import type { Context } from '../network/context.ts';
import type { Predictor } from '../network/engine.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import type { Notice } from '../notice.ts';
import type { Encoder } from '../readings/reading.ts';
import type { SearchResults } from '../results/results.ts';
import type { ExplainedRow } from './explained-row.ts';
import type { FieldOutcomes, Learnt, TaskPlan, TaskReads } from './learnt.ts';
import type { Follower, PredictedRows, RowsToPredict } from './predicted-rows.ts';

export interface Task<M extends Mode> {
  readonly reads: TaskReads;
  /**
   * Decides what texts and options alone can decide, before rows are ordered.
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
  /**
   * Returns for each output the one that it was in the network of an old target; absent where outputs never change.
   */
  readonly oldOutputs?: (old: TargetOf<M>, target: TargetOf<M>) => Int32Array;
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
     * @throws UserError for a model without threshold, or a budget that its validation rows are too few for
     */
    of(part: TaskPart<M>, rule: ScoreThreshold | undefined): number | undefined;
  };
  /** Returns the target of each timestep, `[order of the sequences]`, where the network has outputs at every one. */
  readonly stepTargets?: (data: FitData<M>) => Float32Array | undefined;
  /** Returns how much there is to learn of training targets, where that varies: 1 for a fair coin. */
  readonly uncertainty?: (target: TargetOf<M>, targets: Float32Array) => number;
  /** Returns what the network trains on, where that is not the rows as they are. */
  readonly trainsOn?: (data: FitData<M>) => Labelled & Split;
  /**
   * Finds training examples that are too unusual to learn from, once the network has learnt what is common.
   *
   * @returns ascending
   */
  readonly odd?: (
    engine: Predictor,
    data: FitData<M>,
    settings: FitSettings,
    context: Context,
  ) => Promise<Int32Array>;
  /** Calibrates a trained network, and computes the same figures of it and of simple models. */
  evaluate(
    engine: Predictor,
    data: FitData<M>,
    options: EvaluationOptions,
    context: Context,
  ): Promise<Quality>;
  /**
   * Calibrates a network that was trained again on all rows, where the task has a calibration or a threshold that can
   * be chosen anew.
   *
   * @param crossed - what networks trained alike say of blocks of rows that they have not seen
   * @returns `held` has what the calibrated networks say of each block
   */
  readonly calibrateAgain?: (
    part: TaskPart<M>,
    data: FitData<M>,
    crossed: readonly Predicted[],
    options: EvaluationOptions,
  ) => { readonly part: TaskPart<M>; readonly held: readonly HeldOut<M>[] };
  predict(
    header: ModelHeader<M>,
    engine: Predictor,
    rows: RowsToPredict,
    context: Context,
  ): Promise<Prediction<M>>;
  /** Returns what follows the rows of entities, for a model that scores a row by those before it as well. */
  readonly follow?: (part: TaskPart<M>) => Follower<M> | undefined;
  explained(part: TaskPart<M>, predicted: PredictedRows<M>, sample: number): ExplainedRow;
  /** Classes and anomalies call rows something; numbers do not. */
  readonly verdicts: {
    /** Returns what rows are called, as a message says it; of two names the second is the alert. */
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

/** The encoders of a fit found this out. */
export interface FittedFields {
  readonly encoder: Encoder;
  /** The next value of each field can be one of these; there are none unless the task asks for them. */
  readonly outcomes: readonly FieldOutcomes[];
  /** `[rows read]`: seconds before each training row; `undefined` without times. */
  readonly pauses: Float64Array | undefined;
}

export interface EncodedTarget<M extends Mode = Mode> {
  readonly target: TargetOf<M>;
  /** `[placed, heads]`: NaN where there is none. */
  readonly targets: Float32Array;
  /** Numbers that lie beyond the bins of their outcomes, by position among the targets. */
  readonly beyond?: Outcomes['beyond'] | undefined;
  /** How sequences end, learnt from rows where no option says it. */
  readonly sequence?: Pick<SequenceSpec, 'end' | 'quiet'> | undefined;
  readonly notices: readonly Notice[];
}

type NetworkOutput = Pick<NetworkSpec, 'outputs' | 'loss' | 'heads' | 'outputsAt'>;

/** Returns a figure of logits, `[samples or timesteps, outputs]`, by targets, `[samples or timesteps, heads]`. */
export type Figure = (logits: Float32Array, targets: Float32Array) => number;

export interface EvaluationOptions {
  readonly settings: FitSettings;
  /** Weights that the network was trained with; `undefined` for 1. */
  readonly classWeights: readonly number[] | undefined;
  /** The logits of classes need no calibration on validation rows, as it would make them too sure. */
  readonly isCalibrated?: boolean | undefined;
  /** The LSTM layers, where the linear model beside them predicts alone: they get the same figures. */
  readonly lstm?: Predictor | undefined;
  /** The linear model that the network is compared with, where it is fitted already. */
  readonly linear?: LinearModel | undefined;
  /** Training examples that were too unusual to learn from. */
  readonly leftOut?: Int32Array | undefined;
}

/** A model, and what it predicts for the rows that are compared. */
export interface Compared<M extends Mode = Mode> {
  readonly part: TaskPart<M>;
  readonly prediction: HeldPrediction<M>;
  /** The rows stand at these places of the prediction. */
  readonly samples: Int32Array;
}

/** The rows that are compared had these targets, as the network of the new model sees them. */
export interface Truth {
  readonly actual: Float32Array;
  /** What the changes of a forecast are added to, and counted in. */
  readonly origins: Origins;
}

export interface BothMetrics {
  readonly metrics: Metrics;
  readonly oldMetrics: Metrics;
}

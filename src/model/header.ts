/**
 * Declares a fitted model as plain data: everything that scoring needs, and how the model came about.
 *
 * A header is one part that all models have, and one by its mode. The mode stands beside them so that
 * a check of it narrows the type to the parts that there are; `store/header-codec.ts` maps headers to the file,
 * which has the mode in its target alone.
 *
 * The functions below read parts that only headers of one mode or encoders of one reading have, so that
 * others need not ask.
 *
 * @module
 */

import type { Policies } from '../encode/field/column.ts';
import type { SequenceSpec } from '../encode/rows/sequence-spec.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import type { Encoder } from '../readings/reading.ts';
import type { PauseEncoder } from '../readings/rows/pause.ts';
import type { TypicalInput } from '../readings/typical-input.ts';
import type { AnomalyTarget } from './anomaly-target.ts';
import type { ForecastTarget } from './forecast-target.ts';
import type {
  AnomalyCalibration,
  Calibration,
  ClassEvaluation,
  DriftBaseline,
  ForecastRecord,
  KeptEvidence,
  ThresholdCurve,
  TrainingRecord,
} from './record.ts';
import type { ClassTarget, NumberTarget, Target } from './target.ts';

/** All models have these parts. */
export interface HeaderForAll {
  readonly sequence: SequenceSpec;
  readonly policies: Policies;
  readonly encoder: Encoder;
  readonly network: NetworkSpec;
  /** Later rows are compared with `drift`; it is absent where the rows were too few to know what is usual. */
  readonly drift?: DriftBaseline | undefined;
  /** Explanations start from `typical`; it is absent in models of older releases. */
  readonly typical?: TypicalInput | undefined;
  readonly training: TrainingRecord;
}

/** The models of each mode have these parts beside that. */
export interface TaskParts {
  readonly classify: {
    readonly mode: 'classify';
    readonly target: ClassTarget;
    /** The calibration turns logits into those of the shares that one should expect. */
    readonly calibration?: Calibration | undefined;
    /**
     * A row is called positive from this probability of the positive class on; null unless there are two
     * classes.
     */
    readonly threshold: number | null;
    /**
     * The curve tells what each threshold would have done on validation rows; it is absent where there are
     * none, and unless there are two classes.
     */
    readonly curve?: ThresholdCurve | undefined;
    /** The evaluation counts what the model does on held-out rows; models of older releases lack it. */
    readonly evaluation?: ClassEvaluation | undefined;
  };
  readonly regress: {
    readonly mode: 'regress';
    readonly target: NumberTarget;
    readonly threshold: null;
  };
  readonly forecast: {
    readonly mode: 'forecast';
    readonly target: ForecastTarget;
    /** The error of a row is odd from this score on; null where errors have none, as in older models. */
    readonly threshold: number | null;
    readonly forecast: ForecastRecord;
  };
  readonly anomaly: {
    readonly mode: 'anomaly';
    readonly target: AnomalyTarget;
    /** The calibration turns surprises into scores. */
    readonly anomaly: AnomalyCalibration;
    /** What is counted beside the network; models of texts and of older releases have none. */
    readonly evidence?: KeptEvidence | undefined;
    /** A row is called an anomaly from this score on. */
    readonly threshold: number;
  };
}

export type Mode = keyof TaskParts;

export type TaskPart<M extends Mode = Mode> = TaskParts[M];

export type TargetOf<M extends Mode> = TaskParts[M]['target'];

export type ModelHeader<M extends Mode = Mode> = HeaderForAll & TaskPart<M>;

/** This much is known of a model before it is trained. */
export interface HeaderDraft
  extends Pick<HeaderForAll, 'sequence' | 'policies' | 'encoder' | 'network'> {
  readonly target: Target;
  /** This threshold holds until rows have chosen one. */
  readonly threshold: number | null;
}

export interface FittedModel {
  readonly header: ModelHeader;
  readonly weights: Float32Array;
}

/** These parts of a header name fields of the rows. */
interface FieldReferences {
  readonly sequence: Pick<SequenceSpec, 'by' | 'time'>;
  readonly encoder: { readonly fields: readonly { readonly field: string }[] };
}

/** Returns the fields that a model reads, in their order. */
export function featureFields({ encoder }: Pick<FieldReferences, 'encoder'>): string[] {
  return encoder.fields.map(({ field }) => field);
}

/** Returns how the logits of classes are calibrated; `undefined` for other modes. */
export function calibrationOf(part: TaskPart): Calibration | undefined {
  return part.mode === 'classify' ? part.calibration : undefined;
}

/** Returns what each threshold would have done on validation rows; `undefined` where there is no such thing. */
export function curveOf(part: TaskPart): ThresholdCurve | undefined {
  return part.mode === 'classify' ? part.curve : undefined;
}

/** Returns what a model of classes does on held-out rows; `undefined` for other modes. */
export function evaluationOf(part: TaskPart): ClassEvaluation | undefined {
  return part.mode === 'classify' ? part.evaluation : undefined;
}

/** Returns how the model reads the pauses between rows; `undefined` if it does not. */
export function pauseEncoder({ encoder }: Pick<ModelHeader, 'encoder'>): PauseEncoder | undefined {
  return encoder.kind === 'features' ? encoder.pause : undefined;
}

/** Tells whether the model reads the hour of the day. */
export function hasCalendar({ encoder }: Pick<ModelHeader, 'encoder'>): boolean {
  return encoder.kind === 'features' && encoder.calendar !== undefined;
}

/** Returns all fields that scoring needs: features, time and `by` fields. */
export function requiredFields(header: FieldReferences): string[] {
  const { by, time } = header.sequence;
  return [...new Set([...featureFields(header), ...(time === null ? [] : [time]), ...by])];
}

/**
 * A fitted model: everything that scoring needs, and how it came about. Plain data.
 *
 * @module
 */

import type { Policies } from '../encode/field/column.ts';
import type { SequenceSpec } from '../encode/rows/sequence-spec.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import type { TokenEncoder } from '../readings/fields/tokens.ts';
import type { FeatureEncoder } from '../readings/rows/features.ts';
import type { PauseEncoder } from '../readings/rows/pause.ts';
import type { TypicalInput } from '../readings/typical-input.ts';
import type {
  AnomalyCalibration,
  Calibration,
  DriftBaseline,
  ForecastRecord,
  ThresholdCurve,
  TrainingRecord,
} from './record.ts';
import type { Target } from './target.ts';

export interface ModelHeader {
  readonly sequence: SequenceSpec;
  readonly policies: Policies;
  readonly encoder: FeatureEncoder | TokenEncoder;
  readonly target: Target;
  readonly network: NetworkSpec;
  /** From logits to those of the shares that one should expect; absent for numbers. */
  readonly calibration?: Calibration | undefined;
  /** From surprises to scores; of `mode=anomaly` only. */
  readonly anomaly?: AnomalyCalibration | undefined;
  /** Probability of the positive class, or anomaly score, from which on a row is called so; else null. */
  readonly threshold: number | null;
  /** What each threshold would have done on validation rows; absent without them, or two classes. */
  readonly curve?: ThresholdCurve | undefined;
  /** Of a forecast. */
  readonly forecast?: ForecastRecord | undefined;
  /** What later rows are compared with; absent where the rows were too few to tell what is usual. */
  readonly drift?: DriftBaseline | undefined;
  /** Where explanations start; absent in models of older releases. */
  readonly typical?: TypicalInput | undefined;
  readonly training: TrainingRecord;
}

export interface FittedModel {
  readonly header: ModelHeader;
  readonly weights: Float32Array;
}

/** The fields that a model reads, in their order. */
export function featureFields({ encoder }: ModelHeader): string[] {
  return encoder.fields.map(({ field }) => field);
}

/** How the model reads the pauses between rows; `undefined` if it does not. */
export function pauseEncoder({ encoder }: Pick<ModelHeader, 'encoder'>): PauseEncoder | undefined {
  return encoder.kind === 'features' ? encoder.pause : undefined;
}

/** Whether the model reads the hour of the day. */
export function hasCalendar({ encoder }: Pick<ModelHeader, 'encoder'>): boolean {
  return encoder.kind === 'features' && encoder.calendar !== undefined;
}

/** All fields that scoring needs: features, time and `by` fields. */
export function requiredFields(header: ModelHeader): string[] {
  const { by, time } = header.sequence;
  return [...new Set([...featureFields(header), ...(time === null ? [] : [time]), ...by])];
}

/**
 * A fitted model: everything that scoring needs, and how it came about. Plain data.
 *
 * @module
 */

import type { DriftBaseline } from '../drift/drift-baseline.ts';
import type { Reach } from '../encode/rows/windows.ts';
import { timestepsOf } from '../estimate/memory.ts';
import type { Calibration } from '../evaluate/calibration.ts';
import type { Doubt } from '../evaluate/doubt.ts';
import type { DecidingFigure } from '../evaluate/figures.ts';
import type { Metrics } from '../evaluate/metrics.ts';
import type { ThresholdCurve } from '../evaluate/threshold.ts';
import type { History } from '../fit/training/history.ts';
import type { StopReason } from '../fit/training/training.ts';
import { multiplyAdds, type NetworkSpec } from '../network/network-spec.ts';
import type { TokenEncoder } from '../readings/fields/tokens.ts';
import type { FeatureEncoder } from '../readings/rows/features.ts';
import type { PauseEncoder } from '../readings/rows/pause.ts';
import type { TypicalInput } from '../readings/typical-input.ts';
import type { AnomalyCalibration } from '../tasks/anomaly/anomaly-calibration.ts';
import type { Interval } from '../tasks/forecast/intervals.ts';
import type { Target } from './target.ts';

/** How rows become sequences. */
export interface SequenceSpec {
  /** Rows of a window; `'fields'` when each row is a sequence of its fields. */
  readonly window: 'fields' | number;
  /** Rows that a sequence needs before its rows are scored, more than `reach.lead`. */
  readonly minRows: number;
  /** What the network reads for a row, where that is not the row's own window. */
  readonly reach?: Reach;
  /** Seconds; a longer pause starts a new sequence. */
  readonly gap: number | null;
  readonly by: readonly string[];
  /** Field that orders rows; null when training had none. */
  readonly time: string | null;
}

/** What happens to rows that are not as training rows were. */
export interface Policies {
  readonly nulls: 'fill' | 'drop' | 'error';
  readonly unseen: 'other' | 'null' | 'error';
}

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
  readonly typical?: TypicalInput;
  readonly training: TrainingRecord;
}

/** What a forecast found out beside its weights. */
export interface ForecastRecord {
  /** `[horizon]`: of each step; empty where too few rows were held out to bound them. */
  readonly intervals: readonly Interval[];
  /** Rows of the season of the training rows; null for none. */
  readonly period: number | null;
  /** Median seconds from row to row; null without times. */
  readonly step: number | null;
}

/** How the model came about; scoring does not need it. */
export interface TrainingRecord {
  /** The options as typed. */
  readonly options: Readonly<Record<string, string>>;
  readonly note: string;
  /** SHA-256 of the search; the search itself is not kept. */
  readonly searchHash: string;
  readonly seed: number;
  readonly rows: number;
  readonly rowsUsed: number;
  readonly sequences: number;
  readonly entities: number;
  /** Epoch seconds of the rows used, null without times. */
  readonly earliest: number | null;
  readonly latest: number | null;
  /** The same of the rows that the weights were fitted to. */
  readonly trainedFrom?: number | null;
  readonly trainedUntil?: number | null;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly seconds: number;
  /** The examples that the metrics are of. */
  readonly metricsOf: 'validation' | 'training';
  readonly metrics: Metrics;
  /** Of the examples that nothing was chosen by, where there are any. */
  readonly testMetrics?: Metrics | undefined;
  /** The best of the simple models, on the test examples or else on those of `metrics`. */
  readonly baseline: {
    readonly name: string;
    readonly metrics: Metrics;
    /** The figure that it was compared by. */
    readonly by?: DecidingFigure;
  };
  /** Whether the weights were fitted again to all rows after the figures were taken. */
  readonly isRefit?: boolean;
  /** Why its predictions mean little, where the fit found that. */
  readonly doubt?: Doubt | undefined;
  /** What ended training before its time. */
  readonly stopped?: StopReason | undefined;
  /** Figures of every epoch; formats before 3 lack them, and the fields left out. */
  readonly history?: History;
  readonly leftOut?: readonly LeftOutField[];
}

/** A field that `from` named or matched and that is no feature. */
export interface LeftOutField {
  readonly field: string;
  readonly reason: string;
}

export interface FittedModel {
  readonly header: ModelHeader;
  readonly weights: Float32Array;
}

/** What the network reads for a row. */
export function reachOf({ window, reach }: Pick<SequenceSpec, 'window' | 'reach'>): Reach {
  return reach ?? { rows: window === 'fields' ? 1 : window, lead: 0 };
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

/** Multiply-adds to score a row, at most. */
export function scoringWork({ sequence: { window }, encoder, network }: ModelHeader): number {
  return timestepsOf(encoder, window) * multiplyAdds(network);
}

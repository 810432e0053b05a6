/** z′ₖ = slope · zₖ + offsetₖ */
export interface Calibration {
  /** Above 0, so that the order of probabilities stays. */
  readonly slope: number;
  /** `[outputs]` */
  readonly offsets: readonly number[];
}

export type Metrics = Readonly<Record<string, number>>;

/** What tells which of two models is better. */
export type DecidingFigure = 'f1' | 'pr_auc' | 'rmse' | 'surprise';

/** How many validation rows each threshold raises; plain JSON, a part of the model. */
export interface ThresholdCurve {
  /**
   * Descending. The first lies above all probabilities, or is 1 where one of them is 1; the last
   * raises every row.
   */
  readonly thresholds: readonly number[];
  /** `[thresholds.length]`: rows of the negative class with at least that probability. */
  readonly negatives: readonly number[];
  /** `[thresholds.length]`: rows of either class with at least that probability. */
  readonly alerts: readonly number[];
  /** Rows of the negative class. */
  readonly negativeCount: number;
  readonly count: number;
  /** The time that the rows stand for; null where they have none. */
  readonly seconds: number | null;
}

/** Frozen when the model is fitted. */
export interface RankTable {
  /** Ascending. */
  readonly values: readonly number[];
  /** `[values.length]`: falling share of held-out values above each. */
  readonly above: readonly number[];
  /** The share falls e-fold over so much beyond the last value. */
  readonly tail: number;
  /** Held-out values. */
  readonly count: number;
}

export interface AnomalyCalibration {
  /** Of the surprise of each head. */
  readonly heads: readonly RankTable[];
  /** Of Σ −ln of the shares above. */
  readonly combined: RankTable;
  /** The time that the held-out rows stand for; null where they have none. */
  readonly seconds: number | null;
}

/** Distances from a forecast, in the target's unit: to its lower and its upper bound. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** What is usual for blocks of a size. */
export interface BlockStatistics {
  readonly rows: number;
  /** `[columns]`: the mean distance of a block from the other rows. */
  readonly distances: readonly number[];
  /** The largest of the columns' distances, as a multiple of what is usual, hardly exceeds this; at least 1. */
  readonly limit: number;
}

export interface Baseline {
  readonly counts: readonly (readonly number[])[];
  /** Ascending in rows, at least one. */
  readonly blocks: readonly BlockStatistics[];
}

/** Plain JSON, a part of the model. */
export interface DriftBaseline {
  /** Of all rows of the fit, by `watchedColumns`. */
  readonly values: Baseline;
  /**
   * Of the rows that were held out: whether each category was unknown, by `unknownCounts`, those that are no
   * examples included; then the verdicts of the model on examples. Absent where they are too few.
   */
  readonly heldOut?: Baseline | undefined;
}

/**
 * One list a figure, one number an epoch, null where there is none. Named as in Keras' `History`, in
 * the order of the columns that are shown.
 */
export type History = Readonly<Record<string, readonly (number | null)[]>>;

/** The time limit; or the user, who finalized the job. */
export type StopReason = 'time' | 'finalized';

/** A field that `from` named or matched and that is no feature. */
export interface LeftOutField {
  readonly field: string;
  readonly reason: string;
}

/** Why a model means little; it is kept with it. */
export type Doubt = 'chance' | 'false positives';

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

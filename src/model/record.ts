/**
 * Names the types of what a fit found, as a model keeps it: plain JSON, described in `schema/`.
 *
 * @module
 */

import type { TypeOf } from './described.ts';
import type {
  anomaly,
  entityCalibration,
  evidence,
  numberForecast,
  rowCounts,
  stretchTable,
} from './schema/anomaly.ts';
import type { calibration, classCurve, classEvaluation, curve } from './schema/classes.ts';
import type { baseline, blockStatistics, drift } from './schema/drift.ts';
import type { entitySpread, forecast, interval } from './schema/forecast.ts';
import type { rankTable } from './schema/shared.ts';
import type {
  decidingFigure,
  history,
  leftOutField,
  metrics,
  stopReason,
  training,
} from './schema/training.ts';

export type Calibration = TypeOf<typeof calibration>;
export type ThresholdCurve = TypeOf<typeof curve>;
export type ClassCurve = TypeOf<typeof classCurve>;
export type ClassEvaluation = TypeOf<typeof classEvaluation>;
export type Interval = TypeOf<typeof interval>;
export type EntitySpread = TypeOf<typeof entitySpread>;
export type ForecastRecord = TypeOf<typeof forecast>;
export type RankTable = TypeOf<typeof rankTable>;
export type AnomalyCalibration = TypeOf<typeof anomaly>;
export type RowCounts = TypeOf<typeof rowCounts>;
export type CountTable = RowCounts['rows'];
export type NumberForecast = TypeOf<typeof numberForecast>;
export type KeptEvidence = TypeOf<typeof evidence>;
export type StretchTable = TypeOf<typeof stretchTable>;
export type EntityCalibration = TypeOf<typeof entityCalibration>;

export type BlockStatistics = TypeOf<typeof blockStatistics>;
export type DriftCounts = TypeOf<typeof baseline>;
export type DriftBaseline = TypeOf<typeof drift>;

export type Metrics = TypeOf<typeof metrics>;
export type DecidingFigure = TypeOf<typeof decidingFigure>;
export type History = TypeOf<typeof history>;
export type StopReason = TypeOf<typeof stopReason>;
export type LeftOutField = TypeOf<typeof leftOutField>;
export type TrainingRecord = TypeOf<typeof training>;

/** Why a model is of little use; kept with the model. */
export type Doubt = 'chance' | 'false positives';

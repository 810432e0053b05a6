/**
 * Encodes placed rows as windows of rows, with features of the calendar and of the pauses between rows.
 *
 * @module
 */

import { type Level, levelsOf } from '../../encode/rows/levels.ts';
import type { TimedRows } from '../../encode/rows/place-rows.ts';
import type { ScaledSteps, Steps } from '../../encode/rows/steps.ts';
import { beginsOf, type Reach, windowsOver } from '../../encode/rows/windows.ts';
import { fieldCells } from '../field-cells.ts';
import type { EncodedRows, RowsToEncode } from '../rows-to-encode.ts';
import { type Cycle, writeCalendar } from './calendar.ts';
import {
  calendarColumn,
  encodeFeatures,
  type FeatureEncoder,
  placedFields,
  seasonColumn,
} from './features.ts';
import { moveAhead } from './known-ahead.ts';
import { pausesOf, UNKNOWN_PAUSE, writePause } from './pause.ts';
import { SEASON_DIFFERENCES, writeSeason } from './season.ts';
import { writeBegins } from './write-begins.ts';

/** Encodes placed rows; sequence i is what is read for the row `placed.rows[i]`. */
export function encodeWindows(
  encoder: FeatureEncoder,
  { results, placed, level, areApart = false }: RowsToEncode,
  reach: Reach,
): EncodedRows {
  const { cellsOf, numbers, report } = fieldCells(encoder, results, placed.rows);
  const levels = level && levelsOf(level, numbers.of(level.field), placed.rows);
  const steps: Steps = {
    ...encodeFeatures(encoder, placed.rows, cellsOf, reach.hasBegin ? beginsOf(placed).length : 0),
    ...(encoder.pause && { atFirst: UNKNOWN_PAUSE }),
    ...levelSteps(encoder, level, levels, reach),
  };
  if (!areApart) moveAhead(encoder, placed.begins, steps, results);
  writePauses(encoder, placed, steps);
  writeTimes(encoder, placed, steps);
  if (reach.hasBegin) writeBegins(encoder, placed, steps);
  writeSeasons(encoder, placed, steps);
  return { sequences: windowsOver(steps, placed, reach), report };
}

/** Steps of a forecast have the levels of its target, and what is read of them. */
function levelSteps(
  encoder: FeatureEncoder,
  level: Level | undefined,
  levels: Float64Array | undefined,
  { rows }: Reach,
): Pick<Steps, 'levels' | 'scaled' | 'season' | 'lags'> {
  if (level === undefined || levels === undefined) return {};
  const scaled = scaledSteps(encoder, level);
  const lags = { count: rows - 1, field: level.field };
  return { levels, ...(scaled && { scaled }), lags, season: encoder.season };
}

function scaledSteps(
  encoder: FeatureEncoder,
  { field, mean, scale, windowScale }: Level,
): ScaledSteps | undefined {
  if (windowScale === undefined && !encoder.isRelative) return undefined;
  const column = pastColumn(encoder, field);
  if (windowScale === undefined) return { offset: mean / scale, column, differences: [] };
  const first = seasonColumn(encoder);
  const differences = encoder.season ? SEASON_DIFFERENCES.map((own) => first + own) : [];
  return { scale: windowScale, offset: mean / scale, column, differences };
}

/** Returns the column that holds the past of a number; `undefined` where it is not read as one. */
export function pastColumn(encoder: FeatureEncoder, field: string): number | undefined {
  const own = placedFields(encoder).find(({ field: placed }) => placed.field === field);
  return own?.field.kind === 'numeric' ? own.column : undefined;
}

function writePauses(
  { pause: encoder }: FeatureEncoder,
  { times, ...order }: TimedRows,
  steps: Steps,
): void {
  if (encoder === undefined || times === undefined) return;
  const pauses = pausesOf(order, times);
  for (let step = 0; step < pauses.length; step++) {
    writePause(encoder, steps, step, pauses[step]);
  }
}

function writeSeasons(
  encoder: FeatureEncoder,
  { begins }: Pick<TimedRows, 'begins'>,
  steps: Steps,
): void {
  const { season } = encoder;
  const { levels } = steps;
  if (season === undefined || levels === undefined) return;
  const column = seasonColumn(encoder);
  for (let step = 0; step < levels.length; step++) {
    const levelAt = (before: number): number =>
      step - before < begins[step] ? Number.NaN : levels[step - before];
    writeSeason(season, steps, { step, column }, levelAt);
  }
}

/** An encoder of windows may have columns of the calendar; no other has. */
type CalendarEncoder =
  | FeatureEncoder
  | {
      readonly kind: 'tokens' | 'characters';
      readonly calendar?: undefined;
      readonly begin?: undefined;
      readonly timeZone?: undefined;
    };

/**
 * Writes the columns of the calendar, if the encoder has them. Where sequences have a begin, they tell the
 * moment of the next row instead (`write-begins.ts`).
 */
export function writeTimes(
  encoder: CalendarEncoder,
  { rows, times }: Pick<TimedRows, 'rows' | 'times'>,
  { features, width }: Steps,
): void {
  const cycles: readonly Cycle[] | undefined = encoder.calendar;
  if (times === undefined || cycles === undefined || encoder.kind !== 'features') return;
  if (encoder.begin !== undefined) return;
  const columns = { out: features, stride: width, column: calendarColumn(encoder) };
  writeCalendar({ cycles, zone: encoder.timeZone }, times, rows, columns);
}

/**
 * Begins sequences by a step that holds no row, so that their first rows are predicted as well: its fields
 * are zero, and a column marks it.
 *
 * Where sequences have a begin, each step also tells the hour and the weekday of the row that comes after it:
 * the row's own moment is known before what it holds. The pause to that row is no such input, as it is
 * predicted itself; so the hour is a whole one, which hardly tells it.
 *
 * @module
 */

import { quantile, sortedValues } from '../../encode/field/quantile.ts';
import type { TimedRows } from '../../encode/rows/place-rows.ts';
import type { Steps } from '../../encode/rows/steps.ts';
import { beginsOf } from '../../encode/rows/windows.ts';
import { writeCalendar } from './calendar.ts';
import { beginColumn, calendarColumn, type FeatureEncoder } from './features.ts';
import { writePause } from './pause.ts';

/** Frozen when the model is fitted. */
export interface Begin {
  /**
   * Seconds after a row at which the next one is due: the median pause. This moment stands for that of the
   * row after the last one, so that it does not tell whether there is one.
   */
  readonly due: number;
}

/** A begin is marked by so many columns of a step. */
export const BEGIN_FEATURES = 1;

/** People read this name of the feature. */
export const BEGIN_NAME = 'begin';

/** @param pauses - of training rows, NaN for the first of a sequence; `undefined` without times */
export function fitBegin(pauses: Float64Array | undefined): Begin {
  const sorted = sortedValues(pauses ?? new Float64Array(0));
  return { due: sorted.length === 0 ? 0 : quantile(sorted, 0.5) };
}

const HOUR = 3600;

/**
 * Writes the columns of begins and of the moments that come after steps.
 *
 * @param placed - the rows; their steps come first, then those of the begins
 */
export function writeBegins(
  encoder: FeatureEncoder,
  { rows, begins, times }: TimedRows,
  steps: Steps,
): void {
  const firsts = beginsOf({ begins });
  for (const index of firsts.keys()) markBegin(encoder, steps, rows.length + index);
  if (times === undefined) return;
  const due = encoder.begin?.due ?? 0;
  const next = new Float64Array(steps.count);
  for (const [at, row] of rows.entries()) {
    const hasNext = begins[at + 1] === begins[at];
    next[at] = hasNext ? times[rows[at + 1]] : times[row] + due;
  }
  for (const [index, first] of firsts.entries()) next[rows.length + index] = times[rows[first]];
  for (const step of next.keys()) writeNext(encoder, steps, step, next[step]);
}

/** Makes a step of zeros the begin of a sequence. */
export function markBegin(
  encoder: FeatureEncoder,
  steps: Pick<Steps, 'features' | 'width'>,
  step: number,
): void {
  steps.features[step * steps.width + beginColumn(encoder)] = 1;
  if (encoder.pause !== undefined) writePause(encoder.pause, steps, step, Number.NaN);
}

/**
 * Writes the whole hour and the weekday of the row that comes after a step.
 *
 * @param time - epoch seconds of that row
 */
export function writeNext(
  encoder: FeatureEncoder,
  { features, width }: Pick<Steps, 'features' | 'width'>,
  step: number,
  time: number,
): void {
  if (encoder.calendar === undefined) return;
  const hour = Float64Array.of(HOUR * Math.floor(time / HOUR));
  const out = features.subarray(step * width, (step + 1) * width);
  const columns = { out, stride: width, column: calendarColumn(encoder) };
  writeCalendar(encoder.calendar, hour, ONE, columns);
}

const ONE = Int32Array.of(0);

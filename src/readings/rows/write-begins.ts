/**
 * Writes the steps that begin sequences, and into every step the moment of the row that comes after it.
 *
 * A row's own hour and weekday are known before what it holds, and so the step before it, or the begin,
 * tells them. The pause to the row is no such input, as it is predicted itself; and the hour is a whole one,
 * because a finer one would reveal the pause.
 *
 * @module
 */

import type { TimedRows } from '../../encode/rows/place-rows.ts';
import type { Steps } from '../../encode/rows/steps.ts';
import { beginsOf } from '../../encode/rows/windows.ts';
import { writeCalendar } from './calendar.ts';
import { beginColumn, calendarColumn, type FeatureEncoder } from './features.ts';
import { writePause } from './pause.ts';

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
  for (const [at, row] of rows.entries()) {
    const hasNext = begins[at + 1] === begins[at];
    writeNext(encoder, steps, at, hasNext ? times[rows[at + 1]] : times[row] + due);
  }
  for (const [index, first] of firsts.entries()) {
    writeNext(encoder, steps, rows.length + index, times[rows[first]]);
  }
}

type WrittenSteps = Pick<Steps, 'features' | 'width'>;

/** Makes a step of zeros the begin of a sequence. */
export function markBegin(encoder: FeatureEncoder, steps: WrittenSteps, step: number): void {
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
  { features, width }: WrittenSteps,
  step: number,
  time: number,
): void {
  if (encoder.calendar === undefined) return;
  const hour = Float64Array.of(HOUR * Math.floor(time / HOUR));
  const out = features.subarray(step * width, (step + 1) * width);
  const columns = { out, stride: width, column: calendarColumn(encoder) };
  writeCalendar({ cycles: encoder.calendar, zone: encoder.timeZone }, hour, ONE, columns);
}

const ONE = Int32Array.of(0);

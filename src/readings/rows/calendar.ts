/**
 * Encodes the hour of the day and the day of the week, in UTC or another time zone, as features of a step: a sine
 * and a cosine each, so that midnight is near midnight.
 *
 * @module
 */

import type { Columns } from '../../encode/field/cells.ts';
import { type Offset, zoneOffset } from '../../encode/field/time-zone.ts';

/** `hour`: the time of day, which passes smoothly; `weekday`: the whole day. */
export type Cycle = 'hour' | 'weekday';

const DAY = 86_400;
const WEEK = 7 * DAY;

const CYCLES: Readonly<
  Record<Cycle, { readonly seconds: number; readonly phase: (time: number) => number }>
> = {
  hour: { seconds: DAY, phase: (time) => remainder(time, DAY) / DAY },
  // 1970 began on a Thursday; weeks that begin so serve as well as any.
  weekday: { seconds: WEEK, phase: (time) => Math.floor(remainder(time, WEEK) / DAY) / 7 },
};

/** A cycle takes this many columns of a step. */
const FEATURES = 2;

/** A cycle is a feature once rows span it this often: else each part of it was seen once. */
const FEWEST_TURNS = 2;

/**
 * Returns the cycles that the times of training rows went through often enough. Parts of a day that a network
 * never saw would mean anything to it.
 *
 * @param times - epoch seconds
 */
export function fitCalendar(times: Float64Array): readonly Cycle[] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of times) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  const isSeen = (cycle: Cycle): boolean => last - first >= FEWEST_TURNS * CYCLES[cycle].seconds;
  return (['hour', 'weekday'] as const).filter(isSeen);
}

/** Returns the number of columns that cycles take. */
export function calendarWidth(cycles: readonly Cycle[]): number {
  return FEATURES * cycles.length;
}

/**
 * Writes the sine and cosine of each cycle.
 *
 * @param zone - the name of the time zone; UTC where it is left out
 * @param times - epoch seconds by row
 * @param rows - the row of each step
 */
export function writeCalendar(
  { cycles, zone }: { readonly cycles: readonly Cycle[]; readonly zone?: string | undefined },
  times: Float64Array,
  rows: Int32Array,
  { out, stride, column }: Columns<Float32Array>,
): void {
  const offsetAt: Offset = zone === undefined ? () => 0 : zoneOffset(zone);
  for (const [index, cycle] of cycles.entries()) {
    const { phase } = CYCLES[cycle];
    for (let step = 0; step < rows.length; step++) {
      const angle = 2 * Math.PI * phase(local(times[rows[step]], offsetAt));
      const at = step * stride + column + FEATURES * index;
      out[at] = Math.sin(angle);
      out[at + 1] = Math.cos(angle);
    }
  }
}

function local(time: number, offsetAt: Offset): number {
  return time + offsetAt(time);
}

/** Returns a remainder between 0 and `divisor`, for times before 1970 too. */
function remainder(value: number, divisor: number): number {
  return value - divisor * Math.floor(value / divisor);
}

/**
 * Encodes pauses as two features of a step: the seconds since the row before it in its sequence, and whether
 * there is none.
 *
 * Seconds pass through a logarithm and are scaled as numbers are: ln(1 + s), median and quartiles,
 * clipped.
 *
 * @module
 */

import { sortedValues } from '../../encode/field/quantile.ts';
import { robustScaling, type Scaling, scaleNumber } from '../../encode/field/scaling.ts';
import type { TimedRows } from '../../encode/rows/place-rows.ts';
import type { RowOrder } from '../../encode/rows/row-order.ts';
import type { Steps } from '../../encode/rows/steps.ts';

/** Frozen when the model is fitted. */
export type PauseEncoder = Scaling;

/** The columns hold this where the pause is not known, as at the first step of a sequence. */
export const UNKNOWN_PAUSE: readonly number[] = [0, 1];

/** Columns of a step, after those of the fields. */
export const PAUSE_FEATURES = UNKNOWN_PAUSE.length;

/** People read this name of the feature. */
export const PAUSE_NAME = 'pause';

/** Seconds; pauses that differ by less are equal, as epoch seconds are rounded to doubles. */
const RESOLUTION = 1e-6;

/**
 * Returns the seconds since the row before in the same sequence, for each row of `order`; NaN for the
 * first.
 *
 * @param times - epoch seconds by row
 */
export function pausesOf(
  { rows, begins }: Pick<RowOrder, 'rows' | 'begins'>,
  times: Float64Array,
): Float64Array {
  const pauses = new Float64Array(rows.length).fill(Number.NaN);
  for (let at = 1; at < rows.length; at++) {
    if (begins[at] === at) continue;
    pauses[at] = times[rows[at]] - times[rows[at - 1]];
  }
  return pauses;
}

/**
 * Learns the scale of pauses.
 *
 * @param pauses - of training rows; NaN for the first of a sequence
 * @returns `undefined` when all pauses are equal
 */
export function fitPauses(pauses: Float64Array): PauseEncoder | undefined {
  const sorted = sortedValues(pauses);
  const [least = 0, most = 0] = [sorted[0], sorted.at(-1)];
  return most - least < RESOLUTION ? undefined : robustScaling(sorted, true);
}

/**
 * Writes the pause of one step into its last columns, which were zero; an unknown one counts as the
 * training median.
 *
 * @param pause - seconds; NaN for the first row of a sequence
 */
export function writePause(
  encoder: PauseEncoder,
  { features, width }: Pick<Steps, 'features' | 'width'>,
  step: number,
  pause: number,
): void {
  const at = (step + 1) * width - PAUSE_FEATURES;
  if (Number.isNaN(pause)) features.set(UNKNOWN_PAUSE, at);
  else features[at] = scaleNumber(encoder, pause);
}

/**
 * Returns the seconds before the rows at `positions` of `order`, NaN for the first of a sequence;
 * `undefined` without times.
 */
export function pausesAt(
  { times, ...order }: TimedRows,
  positions: Int32Array,
): Float64Array | undefined {
  if (times === undefined) return undefined;
  const pauses = pausesOf(order, times);
  return Float64Array.from(positions, (at) => pauses[at]);
}

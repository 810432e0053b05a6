/**
 * Describes what begins sequences where their first rows are predicted as well: a step that holds no row, of
 * which a column says so.
 *
 * @module
 */

import { quantile, sortedValues } from '../../encode/field/quantile.ts';

/** Frozen when the model is fitted. */
export interface Begin {
  /**
   * Seconds after a row at which the next one is due: the median pause. This moment stands for that of the
   * row after the last one, so that it does not reveal whether there is one.
   */
  readonly due: number;
}

/** The columns of a step that mark a begin. */
export const BEGIN_FEATURES = 1;

/** People read this name of the feature. */
export const BEGIN_NAME = 'begin';

/** @param pauses - of training rows, NaN for the first of a sequence; `undefined` without times */
export function fitBegin(pauses: Float64Array | undefined): Begin {
  const sorted = sortedValues(pauses ?? new Float64Array(0));
  return { due: sorted.length === 0 ? 0 : quantile(sorted, 0.5) };
}

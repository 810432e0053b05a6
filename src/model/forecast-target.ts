/**
 * A number to be forecast, several rows ahead, as changes against its last known value.
 *
 * A series that wanders off what training saw is still forecast from where it stands; a network that
 * predicts the value itself can say nothing beyond the values it was trained on.
 *
 * @module
 */

import type { Sequences, Steps } from '../encode/rows/steps.ts';

export interface ForecastTarget {
  readonly mode: 'forecast';
  readonly field: string;
  /** Of the training rows: stands for the last known value where a window holds none. */
  readonly mean: number;
  /**
   * Root mean square of the changes that training forecasts: the network predicts
   * (value − last known value) / scale.
   */
  readonly scale: number;
  /** Rows ahead, at most; the network predicts 1 … horizon rows ahead at once. */
  readonly horizon: number;
}

/** Sequences of which only the levels are read. */
export interface LevelSequences extends Omit<Sequences, 'steps'> {
  readonly steps: Pick<Steps, 'levels'>;
}

/**
 * Levels of rows: standardised values, NaN for null.
 *
 * @param numbers - of the target, by row of the results
 */
export function levelsOf(
  { mean, scale }: ForecastTarget,
  numbers: Float64Array,
  rows: Int32Array,
): Float64Array {
  return Float64Array.from(rows, (row) => (numbers[row] - mean) / scale);
}

/**
 * The last known level in each of the windows, 0 where there is none: what forecasts add to.
 *
 * @returns `[samples]`
 */
export function lastLevels(
  { steps: { levels }, starts, lengths, order }: LevelSequences,
  samples: Int32Array,
): Float64Array {
  const last = new Float64Array(samples.length);
  if (levels === undefined) return last;
  for (let at = 0; at < samples.length; at++) {
    const sample = samples[at];
    const start = starts[sample];
    for (let place = start + lengths[sample] - 1; place >= start; place--) {
      const level = levels[order?.[place] ?? place];
      if (Number.isNaN(level)) continue;
      last[at] = level;
      break;
    }
  }
  return last;
}

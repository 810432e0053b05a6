/**
 * Computes levels: the standardised values of a field that changes add to, beside the steps that networks
 * read.
 *
 * @module
 */

import type { Sequences, Steps, WindowScale } from './steps.ts';

/** A field that changes add to, and how its values become levels. */
export interface Level {
  readonly field: string;
  readonly mean: number;
  readonly scale: number;
  /** How windows are scaled by themselves, where they are. */
  readonly windowScale?: WindowScale | undefined;
}

/** Sequences of which only the levels are read. */
export interface LevelSequences extends Omit<Sequences, 'steps'> {
  readonly steps: Pick<Steps, 'levels' | 'scaled' | 'season' | 'lags'>;
}

/**
 * Returns the levels of rows: standardised values, NaN for null.
 *
 * @param numbers - the values of the target, by row of the results
 */
export function levelsOf(
  { mean, scale }: Level,
  numbers: Float64Array,
  rows: Int32Array,
): Float64Array {
  return Float64Array.from(rows, (row) => (numbers[row] - mean) / scale);
}

/**
 * Returns the last known level in each of the windows, 0 where there is none: forecasts add to it.
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

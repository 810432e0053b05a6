/**
 * Converts numbers that a network predicts to the unit of the target.
 *
 * @module
 */

import type { ForecastTarget } from '../model/forecast-target.ts';
import type { NumberTarget } from '../model/target.ts';

/** Converts what the network predicts, or should predict, to the unit of the target. */
export function inUnit({ scale, mean }: NumberTarget, outputs: Float32Array): Float64Array {
  return Float64Array.from(outputs, (value) => value * scale + mean);
}

/**
 * Returns the forecasts for `step` rows ahead.
 *
 * @param changes - `[n, horizon]`
 * @param levels - `[n]`: the values that the changes are added to
 * @returns `[n]`
 */
export function forecastAt(
  { horizon, mean, scale }: ForecastTarget,
  changes: Float32Array,
  levels: Float64Array,
  step: number,
): Float64Array {
  return levels.map((level, at) => {
    return (changes[at * horizon + step - 1] + level) * scale + mean;
  });
}

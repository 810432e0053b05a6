/**
 * Converts numbers that a network predicts to the unit of the target.
 *
 * @module
 */

import type { Origins } from '../encode/rows/window-scale.ts';
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
 * @param origins - what the changes are added to, and counted in
 * @returns `[n]`
 */
export function forecastAt(
  { horizon, mean, scale }: ForecastTarget,
  changes: Float32Array,
  { levels, units }: Origins,
  step: number,
): Float64Array {
  return levels.map((level, at) => {
    return (changes[at * horizon + step - 1] * units[at] + level) * scale + mean;
  });
}

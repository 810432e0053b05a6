/**
 * Converts numbers that a network predicts to the unit of the target.
 *
 * @module
 */

import type { ForecastTarget } from '../model/forecast-target.ts';
import type { NumberTarget } from '../model/target.ts';

/**
 * Converts what the network predicts, or should predict, to the unit of the target; a forecast is
 * converted for the row farthest ahead.
 *
 * @param outputs - `[n, heads]`
 * @returns `[n]`
 */
export function inUnit(
  target: NumberTarget | ForecastTarget,
  outputs: Float32Array,
  levels: Float64Array = new Float64Array(0),
): Float64Array {
  if (target.mode === 'forecast') return forecastAt(target, outputs, levels, target.horizon);
  return Float64Array.from(outputs, (value) => value * target.scale + target.mean);
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

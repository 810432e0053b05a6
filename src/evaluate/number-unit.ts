import type { ForecastTarget } from '../model/forecast-target.ts';
import type { NumberTarget } from '../model/target.ts';

/**
 * What the network predicts, or should, in the unit of the target; of a forecast the row that is the
 * farthest ahead, on which it stands.
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
 * Forecasts `step` rows ahead.
 *
 * @param changes - `[n, horizon]`
 * @param levels - `[n]`: what the changes add to
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

/**
 * Makes the forecasts that an LSTM must beat without learning anything: the mean, the last value, and the
 * value one season before.
 *
 * @module
 */

import type { Baseline } from '../../baseline/linear-baseline.ts';
import { range } from '../../encode/rows/row-lists.ts';
import type { Origins } from '../../encode/rows/window-scale.ts';
import type { Series } from './period.ts';

/** The forecasts are compared on this series. */
export interface ForecastSeries {
  readonly series: Series;
  readonly horizon: number;
  /** The length of the season in rows, if there is one. */
  readonly period: number | undefined;
  /** Returns what the network's changes are added to, and counted in. */
  readonly originsOf: (examples: Int32Array) => Origins;
}

/** Returns forecasts that predict `[examples, horizon]` changes, as the network does. */
export function naiveForecasts(given: ForecastSeries): Baseline[] {
  const { series, period } = given;
  const known = lastKnown(series);
  const seasonal = period === undefined ? [] : [seasonalNaive(given, known, period)];
  return [
    forecaster('mean', given, () => 0),
    forecaster('last value', given, (origin) => known[origin]),
    ...seasonal,
  ];
}

/** Forecasts the value whole seasons before, or where that is not known the last value. */
function seasonalNaive(given: ForecastSeries, known: Float64Array, period: number): Baseline {
  const { levels, begins } = given.series;
  return forecaster(`seasonal naive (${period} rows)`, given, (origin, step) => {
    const at = origin + step - period * Math.ceil(step / period);
    const value = at < begins[origin] ? Number.NaN : levels[at];
    return Number.isNaN(value) ? known[origin] : value;
  });
}

/**
 * @param levelOf - what is forecast `step` rows after the row at `origin`; NaN, for nothing known,
 *   counts as the mean
 */
function forecaster(
  name: string,
  { horizon, originsOf }: ForecastSeries,
  levelOf: (origin: number, step: number) => number,
): Baseline {
  const predict = async (examples: Int32Array): Promise<Float32Array> => {
    const { levels, units } = originsOf(examples);
    const out = new Float32Array(examples.length * horizon);
    for (const [index, at] of examples.entries()) {
      for (let step = 1; step <= horizon; step++) {
        const level = levelOf(at - horizon, step) || 0;
        out[index * horizon + step - 1] = (level - levels[index]) / units[index];
      }
    }
    return out;
  };
  return { name, predict };
}

/** Returns the last known level of each position's sequence, its own included; NaN for none. */
function lastKnown({ levels, begins }: Series): Float64Array {
  const known = levels.slice();
  for (const at of range(levels.length)) {
    if (Number.isNaN(known[at]) && at > begins[at]) {
      known[at] = known[at - 1];
    }
  }
  return known;
}

/**
 * The forecasts that an LSTM must beat without learning anything: the mean, the last value, and the
 * value one season before.
 *
 * @module
 */

import type { Baseline } from '../../baseline/baselines.ts';
import { range } from '../../encode/rows/row-lists.ts';
import type { Series } from './period.ts';

/** What the forecasts are compared on. */
export interface NaiveGround {
  readonly series: Series;
  readonly horizon: number;
  /** Rows of the season, where there is one. */
  readonly period: number | undefined;
  /** The level that the network's changes add to, of each example. */
  readonly lastOf: (examples: Int32Array) => Float64Array;
}

/** Each predicts `[examples, horizon]` changes, as the network does. */
export function naiveForecasts(ground: NaiveGround): Baseline[] {
  const { series, period } = ground;
  const known = lastKnown(series);
  const seasonal = period === undefined ? [] : [seasonalNaive(ground, known, period)];
  return [
    forecaster('mean', ground, () => 0),
    forecaster('last value', ground, (origin) => known[origin]),
    ...seasonal,
  ];
}

/** Of what lies whole seasons before; where that is not known the last value. */
function seasonalNaive(ground: NaiveGround, known: Float64Array, period: number): Baseline {
  const { levels, begins } = ground.series;
  return forecaster(`seasonal naive (${period} rows)`, ground, (origin, step) => {
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
  { horizon, lastOf }: NaiveGround,
  levelOf: (origin: number, step: number) => number,
): Baseline {
  const predict = async (examples: Int32Array): Promise<Float32Array> => {
    const last = lastOf(examples);
    const out = new Float32Array(examples.length * horizon);
    for (const [index, at] of examples.entries()) {
      for (let step = 1; step <= horizon; step++) {
        const level = levelOf(at - horizon, step) || 0;
        out[index * horizon + step - 1] = level - last[index];
      }
    }
    return out;
  };
  return { name, predict };
}

/** The last known level of each position's sequence, its own included; NaN for none. */
function lastKnown({ levels, begins }: Series): Float64Array {
  const known = levels.slice();
  for (const at of range(levels.length)) {
    if (Number.isNaN(known[at]) && at > begins[at]) {
      known[at] = known[at - 1];
    }
  }
  return known;
}

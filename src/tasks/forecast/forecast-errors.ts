/**
 * Computes the errors of forecasts on known rows, and the intervals and spreads of entities that they give.
 *
 * @module
 */

import type { PlacedRows } from '../../encode/rows/place-rows.ts';
import type { Origins } from '../../encode/rows/window-scale.ts';
import { type FitData, type Predicted, targetsOf } from '../../model/examples.ts';
import type { EntitySpread, Interval } from '../../model/record.ts';
import { fitEntitySpreads } from './entity-spreads.ts';
import { fitInterval } from './intervals.ts';

/** Forecasts are evaluated on these rows. */
export interface ForecastRows {
  readonly data: FitData<'forecast'>;
  /** The naive forecast has this error on training rows, in the unit of the target. */
  readonly naive: number;
  readonly originsOf: (examples: Int32Array) => Origins;
  /** The intervals of an example are this many times as wide, for its entity. */
  readonly spreadOf: (example: number) => number;
}

/** Returns the errors of the forecasts of a step, from 1 on, in the unit in which their intervals are. */
export function errorsOf(
  { data, spreadOf }: ForecastRows,
  { examples, logits }: Predicted,
  step: number,
): Float64Array {
  const { horizon, scale } = data.target;
  const changes = targetsOf(data, examples);
  return Float64Array.from(examples, (example, index) => {
    const at = index * horizon + step - 1;
    return ((changes[at] - logits[at]) * scale) / spreadOf(example);
  });
}

/** Gives the errors of the forecasts that stand on rows, in the order of time. */
export function inTime(rows: ForecastRows, { examples, logits }: Predicted): Float64Array {
  const { ranks } = rows.data.placed;
  const errors = errorsOf(rows, { examples, logits }, rows.data.target.horizon);
  const rankOf = (index: number): number => ranks[examples[index]];
  const order = Int32Array.from(examples.keys()).sort((a, b) => rankOf(a) - rankOf(b));
  return Float64Array.from(order, (index) => errors[index]);
}

function errorsByStep(rows: ForecastRows, predicted: Predicted, horizon: number): Float64Array[] {
  return Array.from({ length: horizon }, (_, index) => errorsOf(rows, predicted, index + 1));
}

export function intervalsOf(rows: ForecastRows, predicted: Predicted, share: number): Interval[] {
  const errors = errorsByStep(rows, predicted, rows.data.target.horizon);
  const intervals = errors.map((own) => fitInterval(own, share));
  return intervals.every((interval) => interval !== null) ? intervals : [];
}

export function entitySpreads(rows: ForecastRows, predicted: Predicted): EntitySpread[] {
  const { placed, target } = rows.data;
  if (placed.keys === undefined) return [];
  const names = Array.from(predicted.examples, (at) => nameOf(placed, at));
  return fitEntitySpreads(errorsByStep(rows, predicted, target.horizon), names);
}

/** Returns the name of the entity at a position. */
export function nameOf({ keys, rows }: PlacedRows, at: number): string | undefined {
  return keys?.[rows[at]];
}

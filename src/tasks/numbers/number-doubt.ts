/**
 * Finds networks of numbers that are no better than the mean or the last value.
 *
 * @module
 */

import { short } from '../../errors.ts';
import {
  chance,
  type DecidingPart,
  type DoubtNotice,
  FEWEST_ROWS,
  LEAST_GAIN,
  type NaiveFigures,
  RARE_SQUARED,
  trainLonger,
} from '../../evaluate/doubt.ts';
import { counted } from '../../notice.ts';

/** These predictions of numbers learn nothing from fields; the texts say what they do. */
const NAIVE: ReadonlyMap<string, string> = new Map([
  ['mean', 'the mean'],
  ['last value', 'repeating the last value'],
]);

/**
 * @param baselines - the simple models on the same rows
 * @param rows - how many rows these are
 */
export function numberDoubt(
  field: string,
  { part, metrics, best: simple }: DecidingPart,
  baselines: readonly NaiveFigures[],
  rows: number,
): DoubtNotice | undefined {
  const { rmse } = metrics;
  if (rmse === undefined || rmse === 0 || rows < FEWEST_ROWS) return undefined;
  const naive = baselines
    .filter(({ name }) => NAIVE.has(name))
    .map(({ name, metrics: { rmse: error = Number.NaN } }) => ({ name, error }));
  const best = naive.toSorted((a, b) => a.error - b.error)[0];
  if (best === undefined) return undefined;
  const isBetter = (error: number): boolean =>
    1 - (error / best.error) ** 2 >= Math.max(LEAST_GAIN, RARE_SQUARED / rows);
  if (isBetter(rmse)) return undefined;
  const next = isBetter(simple.metrics['rmse'] ?? best.error)
    ? trainLonger(simple, 'rmse')
    : `Its predictions add nothing to that: name fields after from that tell ${field}, read more rows before with a larger window, or widen the time range.`;
  return chance(
    `No better than ${NAIVE.get(best.name)}: rmse ${short(rmse)} on ${counted(rows, `${part} row`)} against ${short(best.error)}. ${next}`,
  );
}

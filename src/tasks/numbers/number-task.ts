/**
 * What the tasks of numbers, regression and forecast, have in common.
 *
 * @module
 */

import { refuseMetrics } from '../../evaluate/consistent-figures.ts';
import { numberMetrics } from '../../evaluate/figures.ts';
import { inUnit } from '../../evaluate/number-unit.ts';
import { noThreshold } from '../../evaluate/threshold.ts';
import type { Metrics } from '../../model/record.ts';
import type { Compared, Figure, Task, Truth } from '../task.ts';

type NumberMode = 'regress' | 'forecast';

/** A number is no verdict, and no threshold is asked of it. */
export const numberTask: Pick<Task<NumberMode>, 'threshold' | 'verdicts'> = {
  threshold: {
    initial: () => null,
    check: () => undefined,
    of: (_, rule) => {
      if (rule !== undefined) throw noThreshold('a number');
      return undefined;
    },
  },
  verdicts: {
    names: () => [],
    of: () => new Int8Array(0),
    score: () => undefined,
    shares: () => undefined,
  },
};

/**
 * Returns the mean absolute error in the unit of the target, of the last head: a forecast's own row is the
 * farthest ahead.
 *
 * @param heads - numbers of a sample
 */
export function absoluteError(scale: number, heads: number): Figure {
  return (logits, targets) => {
    let sum = 0;
    for (let at = heads - 1; at < targets.length; at += heads) {
      sum += Math.abs(targets[at] - logits[at]);
    }
    return sum * ((scale * heads) / targets.length);
  };
}

export const compareNumbers: Task<NumberMode>['comparison']['figures'] = (fresh, old, truth) => {
  return {
    metrics: metricsOf(fresh, fresh, truth),
    oldMetrics: metricsOf(fresh, old, truth),
  };
};

function metricsOf(
  { part: { target } }: Compared<NumberMode>,
  { prediction: { values }, samples }: Compared<NumberMode>,
  { actual, levels }: Truth,
): Metrics {
  const picked = samples.values().map((sample) => values[sample]);
  const { metrics, evidence } = numberMetrics(
    inUnit(target, actual, levels),
    Float32Array.from(picked),
  );
  refuseMetrics('comparison', metrics, evidence);
  return metrics;
}

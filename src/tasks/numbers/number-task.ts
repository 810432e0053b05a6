/**
 * Holds what the tasks of numbers, regression and forecast, have in common.
 *
 * @module
 */

import { refuseMetrics } from '../../evaluate/consistent-figures.ts';
import { numberMetrics } from '../../evaluate/figures.ts';
import { noThreshold } from '../../evaluate/threshold.ts';
import type { Metrics } from '../../model/record.ts';
import type { BothMetrics, Compared, Figure, Task } from '../task.ts';

type NumberMode = 'regress' | 'forecast';

/** A number calls a row nothing, and no threshold is asked of it. */
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

/**
 * Computes the figures of two models by the same rows.
 *
 * @param actual - the values that came, in the unit of the target
 */
export function compareNumbers(
  actual: Float64Array,
  fresh: Compared<NumberMode>,
  old: Compared<NumberMode>,
): BothMetrics {
  return { metrics: metricsOf(actual, fresh), oldMetrics: metricsOf(actual, old) };
}

function metricsOf(
  actual: Float64Array,
  { prediction: { values }, samples }: Compared<NumberMode>,
): Metrics {
  const picked = samples.values().map((sample) => values[sample]);
  const { metrics, evidence } = numberMetrics(actual, Float32Array.from(picked));
  refuseMetrics('comparison', metrics, evidence);
  return metrics;
}

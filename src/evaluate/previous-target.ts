/**
 * Finds the target of the row before, which is the simplest forecast of a number.
 *
 * @module
 */

import type { FitData } from '../model/examples.ts';
import { readingOf } from '../readings/table.ts';

/**
 * Returns a function for the last known target of the sequence before an example, standardised; NaN where
 * there is none.
 *
 * @returns `undefined` where rows form no sequences in time
 */
export function previousTarget({
  encoder,
  placed: { begins },
  targets,
}: Pick<FitData, 'encoder' | 'placed' | 'targets'>): ((at: number) => number) | undefined {
  if (readingOf(encoder).unit !== 'window') return undefined;
  return (at) => {
    for (let before = at - 1; before >= begins[at]; before--) {
      const value = targets[before];
      if (!Number.isNaN(value)) return value;
    }
    return Number.NaN;
  };
}

/**
 * Returns the mean absolute error of that forecast on training rows, standardised: the unit of `mase`.
 *
 * @see Hyndman and Koehler, Another look at measures of forecast accuracy, 2006
 */
export function naiveError(
  data: Pick<FitData, 'encoder' | 'placed' | 'targets' | 'training'>,
): number | undefined {
  const previous = previousTarget(data);
  if (previous === undefined) return undefined;
  let [sum, count] = [0, 0];
  for (const at of data.training) {
    const error = Math.abs(data.targets[at] - previous(at));
    if (Number.isNaN(error)) continue;
    sum += error;
    count++;
  }
  return count > 0 ? sum / count : undefined;
}

/**
 * Measures how much time held-out rows span, for a budget of alerts in time.
 *
 * @module
 */

import { allExamples, type Split } from '../encode/rows/split.ts';
import { type FitData, timeRange } from '../model/examples.ts';
import type { ShareOptions } from '../model/fit-options.ts';

/** Returns the seconds that the validation examples stand for; null without times. */
export function validationSeconds(
  data: Pick<FitData, 'placed'> & Split,
  options: Pick<ShareOptions, 'split'>,
): number | null {
  return secondsOfPart(data, data.validation, options);
}

/**
 * Returns the seconds that the examples of a part stand for: with `split=time` from their first to their
 * last; else their share of the time of all examples, among which they are spread. It is null without
 * times.
 */
export function secondsOfPart(
  data: Pick<FitData, 'placed'> & Split,
  examples: Int32Array,
  { split }: Pick<ShareOptions, 'split'>,
): number | null {
  if (examples.length === 0) return null;
  if (split === 'time') return spanOf(timeRange(data, examples));
  const all = allExamples(data);
  const span = spanOf(timeRange(data, all));
  return span === null ? null : (span * examples.length) / all.length;
}

function spanOf([first, last]: readonly [number | null, number | null]): number | null {
  return first === null || last === null ? null : last - first;
}

/**
 * Finds networks of `mode=anomaly` that are no better than counting values.
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
  trainLonger,
} from '../../evaluate/doubt.ts';
import type { Metrics } from '../../model/record.ts';
import { counted } from '../../notice.ts';

/**
 * @param values - the figures, on the same rows, of the simple model that knows how often each value
 *   occurs
 * @param sizes - the number of outcomes of each field
 * @param count - how many rows were evaluated; surprises are of `unit`
 */
export function surpriseDoubt(
  { part, metrics, best }: DecidingPart,
  values: Metrics,
  sizes: readonly number[],
  { count, unit }: { readonly count: number; readonly unit: 'row' | 'character' },
): DoubtNotice | undefined {
  const { surprise } = metrics;
  const { surprise: frequency } = values;
  if (surprise === undefined || frequency === undefined || count < FEWEST_ROWS) return undefined;
  const even = sizes.reduce((sum, size) => sum + Math.log2(size), 0);
  const least = Math.min(even, frequency);
  const isBetter = (bits: number): boolean => bits < (1 - LEAST_GAIN) * least;
  if (isBetter(surprise)) return undefined;
  const rows = `${short(surprise)} bits a ${unit} on ${counted(count, `${part} row`)}`;
  const found =
    even < frequency
      ? `No better than chance: ${rows}, where values drawn by lot give ${short(even)}, so scores are of noise`
      : `No better than counting values: ${rows}, where how often each value occurs gives ${short(frequency)}, so scores only tell which ${RARE_THINGS[unit]}`;
  const next = isBetter(best.metrics['surprise'] ?? least)
    ? trainLonger(best, 'surprise')
    : NEXT[unit];
  return chance(`${found}. ${next}`);
}

/** Evidence beside the network counts what comes together in a row, and nothing of texts. */
const RARE_THINGS = {
  row: 'values are rare, by themselves or together',
  character: 'characters are rare',
} as const;

/** The texts say what to do about it. */
const NEXT = {
  row: 'Name fields whose values follow from the rows before, tell sequences apart with by <field>, or search for more rows.',
  character: 'Search for more rows, or name another text after from.',
} as const;

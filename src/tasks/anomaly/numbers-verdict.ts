/**
 * Says what a fit of numbers came to, where the linear forecast beside the network knows them better than the network: scores
 * hold both, each by its weight.
 *
 * @module
 */

import { short } from '../../errors.ts';
import { type DecidingPart, FEWEST_ROWS, LEAST_GAIN } from '../../evaluate/doubt.ts';
import { counted } from '../../notice.ts';

/**
 * @param numbers - the mean bits of a row by the forecast; `undefined` where there is none
 * @param sizes - the number of outcomes of each field
 * @param count - how many rows were evaluated
 * @returns `undefined` where the forecast is no better than the network or than simple models
 */
export function numbersVerdict(
  { part, metrics, best }: DecidingPart,
  numbers: number | undefined,
  sizes: readonly number[],
  count: number,
): string | undefined {
  const { surprise } = metrics;
  const { surprise: simple } = best.metrics;
  if (numbers === undefined || surprise === undefined || simple === undefined) return undefined;
  const even = sizes.reduce((sum, size) => sum + Math.log2(size), 0);
  const least = (1 - LEAST_GAIN) * Math.min(simple, surprise, even);
  if (count < FEWEST_ROWS || numbers >= least) return undefined;
  const rows = counted(count, `${part === 'test' ? 'untouched' : part} row`);
  const [ofNumbers, ofSimple, ofNetwork] = [numbers, simple, surprise].map((bits) =>
    short(bits, 3),
  );
  return `Better than ${best.name} by the linear forecast of numbers, which scores hold beside the network: ${ofNumbers} bits a row on ${rows} against ${ofSimple}, and ${ofNetwork} of the network alone; score rows with | lstmscore.`;
}

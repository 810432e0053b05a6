/**
 * Compiles `makeresults [count=<n>]`, which makes rows of the present time alone.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Makeresults
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import type { Transform } from '../table.ts';
import type { SearchContext } from './search-context.ts';

/** @throws UserError on any option but `count` */
export function makeresults(text: string, { now }: Pick<SearchContext, 'now'>): Transform {
  const match = /^(?:count\s*=\s*(\d+))?$/.exec(text);
  if (match === null) {
    throw new UserError(`makeresults of a local search knows count=<number> only, got "${text}"`);
  }
  const length = Number(match[1] ?? 1);
  const time = String(Math.floor(now));
  return () => ({ fields: ['_time'], rows: Array.from({ length }, () => [time]) });
}

/**
 * Compiles `makeresults [count=<n>]`, which makes rows of the present time alone.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Makeresults
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import type { Transform } from '../table.ts';

/** @throws UserError on any option but `count` */
export function makeresults(text: string): Transform {
  const match = /^(?:count\s*=\s*(\d+))?$/.exec(text);
  if (match === null) {
    throw new UserError(`makeresults of a local search knows count=<number> only, got "${text}"`);
  }
  const length = Number(match[1] ?? 1);
  return () => {
    const now = String(Math.floor(Date.now() / 1000));
    return { fields: ['_time'], rows: Array.from({ length }, () => [now]) };
  };
}

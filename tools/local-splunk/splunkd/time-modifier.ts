/**
 * Reads `earliest_time` and `latest_time` of a search: epoch seconds, ISO 8601, `now`, or relative like
 * `-5m` and `-1d@d`.
 *
 * @see the REST reference of Splunk 10.2.3, `search/jobs`
 * @module
 */
import { relativeTime } from '../spl/time-span.ts';

/**
 * @param now - the present time in epoch seconds
 * @returns epoch seconds; undefined for no bound, NaN for a text that is none of these
 */
export function readTime(text: string | null, now: number): number | undefined {
  if (text === null || text === '' || text === '0') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const relative = relativeTime(now, text);
  if (relative !== undefined) return relative;
  // A time without zone is the user's, whose zone is UTC in a local search.
  const isZoned = /(Z|[+-]\d\d:?\d\d)$/.test(text);
  return Date.parse(isZoned ? text : `${text}Z`) / 1000;
}

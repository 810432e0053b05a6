/**
 * Reads `earliest_time` and `latest_time` of a search: epoch seconds, ISO 8601, `now`, or relative like
 * `-5m`. Snapping (`@d`) is not supported.
 *
 * @see the REST reference of Splunk 10.2.3, `search/jobs`
 * @module
 */

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * @param now - the present time in epoch seconds
 * @returns epoch seconds; undefined for no bound, NaN for a text that is none of these
 */
export function readTime(text: string | null, now: number): number | undefined {
  if (text === null || text === '' || text === '0') return undefined;
  if (text === 'now') return now;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const [, sign, count, unit] = /^([+-])(\d*)([smhdw])$/.exec(text) ?? [];
  if (unit !== undefined) {
    return now + Number(`${sign}1`) * Number(count || 1) * (SECONDS[unit] ?? NaN);
  }
  // A time without zone is the user's, whose zone is UTC in a local search.
  const isZoned = /(Z|[+-]\d\d:?\d\d)$/.test(text);
  return Date.parse(isZoned ? text : `${text}Z`) / 1000;
}

/**
 * Reads points in time and durations.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339
 * @module
 */

import { decodeCell } from '../../results/result-block.ts';
import { isDecimal, parseNumberCell } from './number.ts';

const ISO =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<clock>\d{2}:\d{2}(?::\d{2})?)(?<fraction>[.,]\d+)?)?\s*(?<zone>Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;

/** These forms are dates to a reader but name no point in time without knowing the country. */
const OTHER_DATES =
  /^(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}\/\d{1,2}\/\d{1,2}|\d{1,2}[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]\d{2,4})(?:[ T,:]+\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:\s*[ap]m)?)?(?:\s*(?:Z|[+-]\d{2}:?\d{2}))?$/i;

const DURATION = /^(\d+(?:\.\d+)?)(s|m|h|d|w)$/;
const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/**
 * Returns the epoch seconds of a time given as epoch seconds or in ISO 8601; a time without zone is UTC.
 *
 * @returns NaN when the text is neither
 */
export function parseTime(text: string): number {
  const trimmed = text.trim();
  if (isDecimal(trimmed)) return Number(trimmed);
  const { date, clock, fraction = '', zone = 'Z' } = ISO.exec(trimmed)?.groups ?? {};
  if (date === undefined) return Number.NaN;
  const seconds = clock === undefined ? '00:00:00' : clock.padEnd(8, ':00');
  if (!isDay(date)) return Number.NaN;
  const milliseconds = Date.parse(`${date}T${seconds}${isoZone(zone)}`);
  return milliseconds / 1000 + (fraction === '' ? 0 : Number(`0.${fraction.slice(1)}`));
}

/** Does what `parseTime` does for a cell; epoch seconds are read without making text of them. */
export function parseTimeCell(bytes: Buffer, start: number, end: number): number {
  const seconds = parseNumberCell(bytes, start, end);
  return Number.isNaN(seconds) ? parseTime(decodeCell(bytes, start, end)) : seconds;
}

/** Tells whether people would call `text` a date; plain numbers are not. */
export function isDate(text: string): boolean {
  const trimmed = text.trim();
  return ISO.test(trimmed) || OTHER_DATES.test(trimmed);
}

/** Returns the seconds of a duration such as `30s`, `5m`, `1h`, `2d`; NaN when it is none. */
export function parseDuration(text: string): number {
  const [, amount, unit] = DURATION.exec(text.trim()) ?? [];
  return Number(amount) * SECONDS[(unit ?? 's') as keyof typeof SECONDS];
}

/** Tells whether a date exists: `Date.parse` takes 30 February for 2 March. */
function isDay(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

function isoZone(zone: string): string {
  if (/^z$/i.test(zone)) return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

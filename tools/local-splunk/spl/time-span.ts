/**
 * Reads time spans such as `5m` and relative times such as `-1d@d`, and calculates with them in UTC, which is
 * the time zone of a local search.
 *
 * Weeks of a span count from 1970-01-01, a Thursday; a relative time snaps to Sunday with `@w`.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/SearchTimeModifiers
 * @module
 */
import { UserError } from '../../../src/errors.ts';

/** A length of time: seconds, or calendar months, which differ in length. */
export interface TimeSpan {
  readonly seconds: number;
  readonly months: number;
}

type Unit = readonly [names: string, seconds: number, months: number];

const UNITS: readonly Unit[] = [
  ['s sec secs second seconds', 1, 0],
  ['m min mins minute minutes', 60, 0],
  ['h hr hrs hour hours', 3600, 0],
  ['d day days', 86_400, 0],
  ['w week weeks', 604_800, 0],
  ['mon month months', 0, 1],
  ['q qtr qtrs quarter quarters', 0, 3],
  ['y yr yrs year years', 0, 12],
];

/** 1970-01-04, the first Sunday. */
const FIRST_SUNDAY = 3 * 86_400;
const WEEK = 604_800;
const DAY = 86_400;

/** @returns undefined when `text` is no span such as `5m`, `hour` or `2mon` */
export function readSpan(text: string): TimeSpan | undefined {
  const [, count, name] = /^(\d*)([a-z]+)$/.exec(text) ?? [];
  const unit = UNITS.find(([names]) => name !== undefined && names.split(' ').includes(name));
  if (unit === undefined || count === '0') return undefined;
  const times = Number(count || 1);
  return { seconds: times * unit[1], months: times * unit[2] };
}

/** Returns the start of the span that `time` (epoch seconds) is in. */
export function floorTime(time: number, { seconds, months }: TimeSpan): number {
  if (months === 0) return Math.floor(time / seconds) * seconds;
  const date = new Date(time * 1000);
  const month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  return Date.UTC(1970, Math.floor(month / months) * months) / 1000;
}

/** Adds a span `times` times; a day that the month has not becomes its last day. */
export function addSpan(time: number, { seconds, months }: TimeSpan, times = 1): number {
  const moved = time + times * seconds;
  if (months === 0) return moved;
  const date = new Date(moved * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + times * months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime() / 1000;
}

/**
 * Applies a relative time such as `-1d@d`, `@w1` or `+30m` to `time` (epoch seconds).
 *
 * @returns undefined when `text` is no relative time
 */
export function relativeTime(time: number, text: string): number | undefined {
  if (text === 'now' || text === 'now()') return time;
  if (!/^(?:[+-]\d*[a-z]+|@[a-z]+[0-7]?)+$/.test(text)) return undefined;
  let moved: number | undefined = time;
  for (const [, sign, amount, snap] of text.matchAll(/([+-])(\d*[a-z]+)|@([a-z]+[0-7]?)/g)) {
    if (moved === undefined) return undefined;
    moved = snap === undefined ? shifted(moved, sign ?? '', amount ?? '') : snapped(moved, snap);
  }
  return moved;
}

/** @throws UserError that names `option` when `text` is no span */
export function spanOf(option: string, text: string): TimeSpan {
  const span = readSpan(text);
  if (span !== undefined) return span;
  throw new UserError(
    `${option} must be a time span such as 30s, 5m, 1h, 1d, 1w or 1mon; got "${text}"`,
  );
}

function shifted(time: number, sign: string, amount: string): number | undefined {
  const isNothing = /^0+[a-z]/.test(amount);
  const span = readSpan(isNothing ? amount.replace(/^0+/, '') : amount);
  if (span === undefined) return undefined;
  return isNothing ? time : addSpan(time, span, sign === '-' ? -1 : 1);
}

function snapped(time: number, snap: string): number | undefined {
  const [, unit = '', weekday] = /^([a-z]+)([0-7])?$/.exec(snap) ?? [];
  if (weekday !== undefined && unit !== 'w') return undefined;
  const span = readSpan(unit);
  if (span?.seconds !== WEEK) return span && floorTime(time, span);
  const start = FIRST_SUNDAY + (Number(weekday ?? 0) % 7) * DAY;
  return Math.floor((time - start) / WEEK) * WEEK + start;
}

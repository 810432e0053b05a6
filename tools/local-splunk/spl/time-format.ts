/**
 * Writes and reads times by the variables of `strftime` and `strptime`, in UTC.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Commontimeformatvariables
 * @module
 */
import { UserError } from '../../../src/errors.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** These variables stand for others. */
const SHORTHANDS: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  c: '%a %b %e %H:%M:%S %Y',
  '+': '%a %b %e %H:%M:%S %Z %Y',
};

const pad = (part: number, width = 2, fill = '0'): string => String(part).padStart(width, fill);

const WRITERS: Readonly<Record<string, (date: Date, seconds: number) => string>> = {
  Y: (date) => pad(date.getUTCFullYear(), 4),
  y: (date) => pad(date.getUTCFullYear() % 100),
  m: (date) => pad(date.getUTCMonth() + 1),
  B: (date) => MONTHS[date.getUTCMonth()] ?? '',
  b: (date) => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3),
  d: (date) => pad(date.getUTCDate()),
  e: (date) => pad(date.getUTCDate(), 2, ' '),
  j: (date) =>
    pad(Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0)) / 864e5) + 1, 3),
  A: (date) => DAYS[date.getUTCDay()] ?? '',
  a: (date) => (DAYS[date.getUTCDay()] ?? '').slice(0, 3),
  w: (date) => String(date.getUTCDay()),
  H: (date) => pad(date.getUTCHours()),
  k: (date) => pad(date.getUTCHours(), 2, ' '),
  I: (date) => pad(date.getUTCHours() % 12 || 12),
  p: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  M: (date) => pad(date.getUTCMinutes()),
  S: (date) => pad(date.getUTCSeconds()),
  s: (_, seconds) => String(Math.floor(seconds)),
  Q: (_, seconds) => fraction(seconds, 3),
  N: (_, seconds) => fraction(seconds, 9),
  Z: () => 'UTC',
  z: () => '+0000',
  '%': () => '%',
};

/** @throws UserError for a variable that is not known */
export function formatTime(seconds: number, format: string): string {
  const date = new Date(Math.floor(seconds) * 1000);
  return spelledOut(format).replace(/%(\d?)(.)/g, (run, digits: string, name: string) => {
    if (digits !== '' && /[NQ]/.test(name)) return fraction(seconds, Number(digits));
    return writerOf(name, run)(date, seconds);
  });
}

function writerOf(name: string, run: string): (date: Date, seconds: number) => string {
  const write = Object.hasOwn(WRITERS, name) ? WRITERS[name] : undefined;
  if (write === undefined) throw new UserError(`A local search does not know ${run} of a time`);
  return write;
}

function spelledOut(format: string): string {
  return format.replace(/%([FTRDc+])/g, (_, name: string) => SHORTHANDS[name] ?? '');
}

/** Returns the first decimals of seconds. */
function fraction(seconds: number, digits: number): string {
  const micros = Math.round((seconds - Math.floor(seconds)) * 1e6);
  return pad(micros, 6).padEnd(9, '0').slice(0, digits);
}

/** The parts of a time that a format can read, as regular expressions. */
const PATTERNS: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  y: '(?<y>\\d{2})',
  m: '(?<m>\\d{1,2})',
  B: `(?<B>${MONTHS.join('|')})`,
  b: `(?<B>${MONTHS.map((name) => name.slice(0, 3)).join('|')})`,
  d: '(?<d>\\d{1,2})',
  e: '\\s*(?<d>\\d{1,2})',
  A: `(?:${DAYS.join('|')})`,
  a: `(?:${DAYS.map((name) => name.slice(0, 3)).join('|')})`,
  H: '(?<H>\\d{1,2})',
  I: '(?<H>\\d{1,2})',
  p: '(?<p>AM|PM)',
  M: '(?<M>\\d{2})',
  S: '(?<S>\\d{2})',
  s: '(?<s>\\d+)',
  Q: '(?<f>\\d{1,9})',
  N: '(?<f>\\d{1,9})',
  z: '(?<z>Z|[+-]\\d{2}:?\\d{2})',
  Z: '(?<z>UTC|GMT|Z)',
  '%': '%',
};

/**
 * Reads a time; text after what the format names is ignored.
 *
 * @returns epoch seconds; undefined where the text does not fit the format
 * @throws UserError for a variable that is not known
 */
export function parseTime(text: string, format: string): number | undefined {
  const pattern = spelledOut(format)
    .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replace(/%\d?(.)/g, (run, name: string) => {
      if (Object.hasOwn(PATTERNS, name)) return PATTERNS[name] ?? '';
      throw new UserError(`A local search does not know ${run} of a time`);
    });
  const parts = new RegExp(`^\\s*${pattern}`, 'i').exec(text)?.groups;
  if (parts === undefined) return undefined;
  if (parts['s'] !== undefined) return Number(parts['s']);
  return secondsOf(parts);
}

type Parts = Readonly<Record<string, string | undefined>>;

function secondsOf(parts: Parts): number | undefined {
  const { Y, y, d = '1', H = '0', M = '0', S = '0', f = '', p } = parts;
  const year = Y ?? (y === undefined ? undefined : Number(y) + (Number(y) < 69 ? 2000 : 1900));
  if (year === undefined) return undefined;
  const afternoon = p === undefined ? 0 : Number(/^pm$/i.test(p)) * 12;
  const hour = p === undefined ? Number(H) : (Number(H) % 12) + afternoon;
  const date = new Date(
    Date.UTC(Number(year), monthOf(parts), Number(d), hour, Number(M), Number(S)),
  );
  // A day or hour that there is not would have gone over into the next one.
  if (date.getUTCDate() !== Number(d) || date.getUTCHours() !== hour) return undefined;
  return date.getTime() / 1000 + Number(`0.${f || 0}`) - offsetOf(parts['z']);
}

/** Returns the month from 0. */
function monthOf({ B, m = '1' }: Parts): number {
  if (B === undefined) return Number(m) - 1;
  return MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === B.slice(0, 3).toLowerCase());
}

/** Returns how many seconds a time zone is ahead of UTC. */
function offsetOf(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '') ?? [];
  if (hours === undefined) return 0;
  return Number(`${sign}1`) * (Number(hours) * 3600 + Number(minutes) * 60);
}

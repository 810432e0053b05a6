/**
 * Writes numbers as `tostring(value, form)` and `printf` do.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { numberOf, type Value, valueText } from './expression.ts';

/**
 * @param form - `commas`, `duration`, `hex`, or empty
 * @throws UserError for another form
 */
export function formatValue(found: Value, form: string): Value {
  if (found === undefined || form === '') return found === undefined ? undefined : valueText(found);
  const number = numberOf(found)?.value;
  switch (form) {
    case 'commas':
      return number === undefined ? valueText(found) : commas(number);
    case 'duration':
      return number === undefined ? undefined : duration(number);
    case 'hex':
      return number === undefined
        ? undefined
        : `0x${Math.trunc(number).toString(16).toUpperCase()}`;
    default:
      throw new UserError(`tostring knows "commas", "duration" and "hex", got "${form}"`);
  }
}

/** Writes a number with a comma each three digits, and at most two decimals. */
function commas(number: number): string {
  const [whole = '', decimals] = Math.abs(number).toFixed(2).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  const sign = number < 0 ? '-' : '';
  return sign + (Number.isInteger(number) ? grouped : `${grouped}.${decimals}`);
}

/** Writes seconds as `[D+]HH:MM:SS[.microseconds]`. */
function duration(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const two = (part: number): string => String(part).padStart(2, '0');
  const days = Math.floor(whole / 86_400);
  const parts = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
  const fraction = (Math.abs(seconds) - whole).toFixed(6).slice(1);
  const rest = fraction === '.000000' ? '' : fraction;
  return `${seconds < 0 ? '-' : ''}${days > 0 ? `${days}+` : ''}${parts.map(two).join(':')}${rest}`;
}

/**
 * Writes values as `printf(format, …)`: `%d %i %f %s %x %X %%` with flags, width and precision.
 *
 * @throws UserError for another conversion
 */
export function printf(format: string, values: readonly Value[]): string {
  const left = [...values];
  return format.replace(/%[-+0 ]*\d*(?:\.\d+)?./g, (run) => {
    if (run.endsWith('%')) return '%';
    return padded(converted(left.shift(), run), run);
  });
}

/** Fills a converted value up to the width of its conversion. */
function padded(text: string, run: string): string {
  const [, flags = '', digits = '0', kind] = /^%([-+0 ]*)(\d*)(?:\.\d+)?(.)$/.exec(run) ?? [];
  const width = Number(digits);
  const isNumber = kind !== 's';
  const signed = isNumber && flags.includes('+') && !text.startsWith('-') ? `+${text}` : text;
  if (flags.includes('-')) return signed.padEnd(width);
  if (!flags.includes('0') || !isNumber) return signed.padStart(width);
  const sign = /^[+-]/.exec(signed)?.[0] ?? '';
  return sign + signed.slice(sign.length).padStart(width - sign.length, '0');
}

function converted(found: Value, run: string): string {
  const [, precision, kind] = /(?:\.(\d+))?(.)$/.exec(run) ?? [];
  const number = numberOf(found)?.value ?? 0;
  switch (kind) {
    case 's':
      return precision === undefined ? valueText(found) : valueText(found).slice(0, +precision);
    case 'd':
    case 'i':
      return String(Math.trunc(number));
    case 'f':
      return number.toFixed(Number(precision ?? 6));
    case 'x':
      return Math.trunc(number).toString(16);
    case 'X':
      return Math.trunc(number).toString(16).toUpperCase();
    default:
      throw new UserError(`printf of a local search knows %d %i %f %s %x %X %%, got "${run}"`);
  }
}

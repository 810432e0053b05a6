/**
 * Compiles the functions of eval for times. The time zone of a local search is UTC.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/DateandTimeFunctions
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { type EvalFunction, type FunctionTable, ofValues } from './eval-function.ts';
import { numberOf, type Value, value, valueText } from './expression.ts';
import { formatTime, parseTime } from './time-format.ts';
import { relativeTime } from './time-span.ts';

const present: EvalFunction = {
  least: 0,
  most: 0,
  build: (_, __, now) => value(() => exactly(Math.floor(now))),
};

export const TIME_FUNCTIONS: FunctionTable = {
  now: present,
  time: present,
  strftime: ofValues(2, (time, format) => {
    const seconds = numberOf(time)?.value;
    return seconds === undefined ? undefined : formatTime(seconds, valueText(format));
  }),
  strptime: ofValues(2, (text, format) => exactly(parseTime(valueText(text), valueText(format)))),
  relative_time: ofValues(2, (time, modifier) => {
    const seconds = numberOf(time)?.value;
    if (seconds === undefined) return undefined;
    const moved = relativeTime(seconds, valueText(modifier));
    if (moved !== undefined) return exactly(moved);
    throw new UserError(`relative_time needs a time such as "-1d@d", got "${valueText(modifier)}"`);
  }),
};

function exactly(seconds: number | undefined): Value {
  return seconds === undefined ? undefined : { value: seconds, digits: Infinity };
}

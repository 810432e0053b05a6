/**
 * Compiles the functions of eval that calculate.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/MathematicalFunctions
 * @module
 */
import { type EvalFunction, type FunctionTable, ofValues } from './eval-function.ts';
import { numberOf } from './expression.ts';
import { combine, exact, type SplNumber } from './spl-number.ts';

export const NUMBER_FUNCTIONS: FunctionTable = {
  tonumber: ofValues(1, numberOf),
  exact: ofValues(1, (found) => {
    const number = numberOf(found);
    return number && exact(number);
  }),
  round: ofNumbers(1, (number, digits) => roundTo(number, digits?.value ?? 0), 2),
  abs: numeric(1, Math.abs),
  ceil: numeric(1, Math.ceil),
  ceiling: numeric(1, Math.ceil),
  exp: numeric(1, Math.exp),
  floor: numeric(1, Math.floor),
  ln: numeric(1, Math.log),
  log: numeric(1, (x, base = 10) => Math.log(x) / Math.log(base), 2),
  max: numeric(1, Math.max, Infinity),
  min: numeric(1, Math.min, Infinity),
  pi: numeric(0, () => Math.PI),
  pow: numeric(2, Math.pow),
  sqrt: numeric(1, Math.sqrt),
};

/** Makes a function of numbers, which is null where an argument is null or no number. */
function numeric(least: number, compute: (...n: number[]) => number, most = least): EvalFunction {
  return ofNumbers(
    least,
    (...numbers) => combine(compute(...numbers.map((n) => n.value)), numbers),
    most,
  );
}

function ofNumbers(
  least: number,
  compute: (first: SplNumber, ...more: SplNumber[]) => SplNumber | undefined,
  most: number,
): EvalFunction {
  return ofValues(
    least,
    (...values) => {
      const numbers = values.map(numberOf);
      const present = numbers.filter((found) => found !== undefined);
      return present.length < numbers.length ? undefined : compute(...(present as [SplNumber]));
    },
    most,
  );
}

/** Rounds half away from zero by the decimal digits: 2.555 to two is 2.56. */
function roundTo({ value }: SplNumber, digits: number): SplNumber {
  const scaled = Math.round(Number(`${Math.abs(value)}e${digits}`));
  const rounded = Math.sign(value) * Number(`${scaled}e${-digits}`);
  // A number that has an exponent of its own cannot take a second one: it is too small or too large to round.
  return exact({ value: Number.isNaN(rounded) ? value : rounded, digits: Infinity });
}

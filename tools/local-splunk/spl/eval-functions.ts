/**
 * Compiles the functions of eval that a local search knows.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/CommonEvalFunctions
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import type { Arguments, EvalFunction } from './eval-function.ts';
import { binary } from './eval-operators.ts';
import { condition, type Expression, readerOf, testOf, value, valueText } from './expression.ts';
import { MULTIVALUE_FUNCTIONS } from './multivalue-functions.ts';
import { formatValue } from './number-format.ts';
import { NUMBER_FUNCTIONS } from './number-functions.ts';
import { TEXT_FUNCTIONS } from './text-functions.ts';
import { TIME_FUNCTIONS } from './time-functions.ts';

const FUNCTIONS: ReadonlyMap<string, EvalFunction> = new Map(
  Object.entries<EvalFunction>({
    if: { least: 3, most: 3, build: firstTrue },
    case: { least: 2, most: Infinity, build: firstTrue },
    coalesce: { least: 1, most: Infinity, build: coalesce },
    null: { least: 0, most: 0, build: () => value(() => undefined) },
    isnull: { least: 1, most: 1, build: (found, name) => isNull(found, name, true) },
    isnotnull: { least: 1, most: 1, build: (found, name) => isNull(found, name, false) },
    true: { least: 0, most: 0, build: () => condition(() => true) },
    false: { least: 0, most: 0, build: () => condition(() => false) },
    in: { least: 2, most: Infinity, build: oneOf },
    nullif: { least: 2, most: 2, build: nullIf },
    tostring: { least: 1, most: 2, build: toText },
    ...NUMBER_FUNCTIONS,
    ...TEXT_FUNCTIONS,
    ...MULTIVALUE_FUNCTIONS,
    ...TIME_FUNCTIONS,
  }),
);

/** @throws UserError for a function that is not known, or gets too many or too few arguments */
export function callFunction(name: string, values: Arguments, now: number): Expression {
  const found = FUNCTIONS.get(name);
  if (found === undefined) {
    const known = [...FUNCTIONS.keys()].join(', ');
    throw new UserError(`Unknown function '${name}': eval of a local search has ${known}`);
  }
  if (values.length < found.least || values.length > found.most) {
    throw new UserError(
      `The arguments to the '${name}' function are invalid: got ${values.length}`,
    );
  }
  return found.build(values, name, now);
}

/**
 * Compiles `case(condition, value, …)`, which is null where no condition is true; `if` has one more value
 * for that.
 */
function firstTrue(values: Arguments, name: string): Expression {
  const last = values.length % 2 === 1 ? values.at(-1) : undefined;
  if (last !== undefined && name === 'case') {
    throw new UserError('case needs pairs: case(condition, value, …)');
  }
  const otherwise = last === undefined ? () => undefined : readerOf(last, name);
  const pairs = Array.from({ length: Math.floor(values.length / 2) }, (_, pair) => ({
    test: testOf(values[2 * pair] as Expression, name),
    read: readerOf(values[2 * pair + 1] as Expression, name),
  }));
  return value((row) => (pairs.find(({ test }) => test(row) === true)?.read ?? otherwise)(row));
}

function coalesce(values: Arguments, name: string): Expression {
  const readers = values.map((each) => readerOf(each, name));
  return value((row) => {
    for (const read of readers) {
      const found = read(row);
      if (found !== undefined) return found;
    }
    return undefined;
  });
}

function isNull(values: Arguments, name: string, wanted: boolean): Expression {
  const [read] = values.map((each) => readerOf(each, name));
  return condition((row) => (read?.(row) === undefined) === wanted);
}

/** Compiles `in(value, …)`, which tells whether the first value is one of the others. */
function oneOf(values: Arguments): Expression {
  const [first, ...others] = values;
  const tests = others.map((other) => testOf(binary('=', first as Expression, other), 'in'));
  return condition((row) => {
    const outcomes = tests.map((test) => test(row));
    if (outcomes.includes(true)) return true;
    return outcomes.includes(undefined) ? undefined : false;
  });
}

/** Compiles `nullif(a, b)`, which is null where both are equal and `a` elsewhere. */
function nullIf([first, second]: Arguments, name: string): Expression {
  const isEqual = testOf(binary('=', first as Expression, second as Expression), name);
  const read = readerOf(first as Expression, name);
  return value((row) => (isEqual(row) === true ? undefined : read(row)));
}

/** Compiles `tostring(value [, "commas"|"duration"|"hex"])`; a condition becomes True or False. */
function toText([found, form]: Arguments, name: string): Expression {
  if (found?.kind === 'condition') {
    return value((row) => ({ true: 'True', false: 'False' })[String(found.test(row))]);
  }
  const read = readerOf(found as Expression, name);
  const readForm = form === undefined ? () => undefined : readerOf(form, name);
  return value((row) => formatValue(read(row), valueText(readForm(row))));
}

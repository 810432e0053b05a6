/**
 * Compiles the functions of eval that a local search knows.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/CommonEvalFunctions
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import {
  condition,
  type Expression,
  numberOf,
  readerOf,
  testOf,
  type Value,
  value,
  valueText,
} from './expression.ts';
import { combine, exact } from './spl-number.ts';
import { TEXT_FUNCTIONS } from './text-functions.ts';

type Arguments = readonly Expression[];

interface EvalFunction {
  readonly least: number;
  readonly most: number;
  readonly build: (values: Arguments, name: string) => Expression;
}

const FUNCTIONS: ReadonlyMap<string, EvalFunction> = new Map(
  Object.entries<EvalFunction>({
    if: { least: 3, most: 3, build: firstTrue },
    case: { least: 2, most: Infinity, build: firstTrue },
    coalesce: { least: 1, most: Infinity, build: coalesce },
    null: { least: 0, most: 0, build: () => value(() => undefined) },
    isnull: { least: 1, most: 1, build: (found, name) => isNull(found, name, true) },
    isnotnull: { least: 1, most: 1, build: (found, name) => isNull(found, name, false) },
    match: { least: 2, most: 2, build: match },
    tonumber: { least: 1, most: 1, build: toNumber },
    exact: { least: 1, most: 1, build: toExact },
    abs: numeric(1, Math.abs),
    floor: numeric(1, Math.floor),
    sqrt: numeric(1, Math.sqrt),
    ln: numeric(1, Math.log),
    pow: numeric(2, Math.pow),
    min: numeric(1, Math.min, Infinity),
    max: numeric(1, Math.max, Infinity),
    ...TEXT_FUNCTIONS,
  }),
);

/** @throws UserError for a function that is not known, or gets too many or too few arguments */
export function callFunction(name: string, values: Arguments): Expression {
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
  return found.build(values, name);
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

/** Compiles `match`, which tells whether a regular expression finds something; null for a null text. */
function match(values: Arguments, name: string): Expression {
  const [text, pattern] = values.map((each) => readerOf(each, name));
  return condition((row) => {
    const [subject, wanted] = [text?.(row), pattern?.(row)];
    if (subject === undefined || wanted === undefined) return undefined;
    return new RegExp(valueText(wanted), 's').test(valueText(subject));
  });
}

function toNumber(values: Arguments, name: string): Expression {
  const [read] = values.map((each) => readerOf(each, name));
  return value((row) => numberOf(read?.(row)));
}

function toExact(values: Arguments, name: string): Expression {
  const [read] = values.map((each) => readerOf(each, name));
  return value((row) => {
    const found = numberOf(read?.(row));
    return found && exact(found);
  });
}

/** Makes a function of numbers, which is null where an argument is null or no number. */
function numeric(
  least: number,
  compute: (...numbers: number[]) => number,
  most = least,
): EvalFunction {
  const build = (values: Arguments, name: string): Expression => {
    const readers = values.map((each) => readerOf(each, name));
    return value((row): Value => {
      const numbers = readers.map((read) => numberOf(read(row)));
      const present = numbers.filter((found) => found !== undefined);
      if (present.length < numbers.length) return undefined;
      return combine(compute(...present.map((found) => found.value)), present);
    });
  };
  return { least, most, build };
}

/**
 * Compiles the operators of eval, by how tightly they bind.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { compareValues, satisfies } from './compare.ts';
import {
  condition,
  type Expression,
  numberOf,
  readerOf,
  type Truth,
  testOf,
  type Value,
  value,
  valueText,
} from './expression.ts';
import { combine } from './spl-number.ts';

/** NOT binds tighter than AND, and looser than a comparison. */
export const NOT_LEVEL = 3;

export const HIGHEST_LEVEL = 7;

const LEVELS: ReadonlyMap<string, number> = new Map([
  ['OR', 1],
  ['AND', 2],
  ...['=', '==', '!=', '<', '<=', '>', '>=', 'LIKE', 'IN'].map(
    (operator) => [operator, 4] as const,
  ),
  ...['+', '-', '.'].map((operator) => [operator, 5] as const),
  ...['*', '/', '%'].map((operator) => [operator, 6] as const),
]);

/** @returns undefined for a word that is no binary operator */
export function levelOf(operator: string): number | undefined {
  return LEVELS.get(operator);
}

/** @throws UserError when a side is a condition where a value must be, or the other way round */
export function binary(operator: string, left: Expression, right: Expression): Expression {
  switch (LEVELS.get(operator)) {
    case 1:
    case 2:
      return logic(operator, left, right);
    case 4:
      return operator === 'LIKE' ? like(left, right) : comparison(operator, left, right);
    default:
      return operator === '.' ? joined(left, right) : arithmetic(operator, left, right);
  }
}

export function negation(operand: Expression): Expression {
  const test = testOf(operand, 'NOT');
  return condition((row) => negate(test(row)));
}

/** Compiles a three-valued AND or OR: a side that decides wins over null, and null over the other value. */
function logic(operator: string, left: Expression, right: Expression): Expression {
  const [first, second] = [testOf(left, operator), testOf(right, operator)];
  const deciding = operator === 'OR';
  return condition((row) => {
    const outcome = first(row);
    if (outcome === deciding) return deciding;
    const other = second(row);
    if (other === deciding) return deciding;
    return outcome === undefined || other === undefined ? undefined : !deciding;
  });
}

/** Compiles a comparison, which is null where a side is null. */
function comparison(operator: string, left: Expression, right: Expression): Expression {
  const [first, second] = [readerOf(left, operator), readerOf(right, operator)];
  return condition((row) => {
    const [a, b] = [first(row), second(row)];
    if (a === undefined || b === undefined) return undefined;
    return satisfies(difference(a, b), operator);
  });
}

/** Compiles `text LIKE pattern`, where `%` stands for any text and `_` for one character. */
export function like(left: Expression, right: Expression): Expression {
  const [first, second] = [readerOf(left, 'like'), readerOf(right, 'like')];
  return condition((row) => {
    const [text, pattern] = [first(row), second(row)];
    if (text === undefined || pattern === undefined) return undefined;
    const literal = valueText(pattern).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const source = literal.replaceAll('%', '.*').replaceAll('_', '.');
    return new RegExp(`^${source}$`, 's').test(valueText(text));
  });
}

function difference(left: NonNullable<Value>, right: NonNullable<Value>): number {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a.value - b.value;
  return compareValues(valueText(left), valueText(right));
}

function joined(left: Expression, right: Expression): Expression {
  const [first, second] = [readerOf(left, '.'), readerOf(right, '.')];
  return value((row) => {
    const [a, b] = [first(row), second(row)];
    return a === undefined || b === undefined ? undefined : valueText(a) + valueText(b);
  });
}

function arithmetic(operator: string, left: Expression, right: Expression): Expression {
  const [first, second] = [readerOf(left, operator), readerOf(right, operator)];
  return value((row) => calculate(operator, first(row), second(row)));
}

/** Calculates a number, which is null where an operand is null or no number, and for a division by zero. */
function calculate(operator: string, left: Value, right: Value): Value {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (operator === '+' && isText(left) && isText(right)) {
    throw new UserError('+ of a local search adds numbers only: join texts with "."');
  }
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case '+':
      return combine(a.value + b.value, [a, b], '+');
    case '-':
      return combine(a.value - b.value, [a, b], '-');
    case '*':
      return combine(a.value * b.value, [a, b]);
    case '%':
      return combine(a.value % b.value, [a, b]);
    default:
      return combine(a.value / b.value, [a, b]);
  }
}

function isText(found: Value): boolean {
  return found !== undefined && numberOf(found) === undefined;
}

function negate(outcome: Truth): Truth {
  return outcome === undefined ? undefined : !outcome;
}

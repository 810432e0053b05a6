/**
 * Declares the types of which eval's expressions are made.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { type Cell, textOf, valuesOf } from '../table.ts';
import type { FieldReader } from './field-reader.ts';
import { numberText, readNumber, type SplNumber } from './spl-number.ts';

/** A number, a text, several texts, or null. */
export type Value = SplNumber | string | readonly string[] | undefined;

/** True, false, or null, which is neither. */
export type Truth = boolean | undefined;

/** A compiled expression: eval knows before any row whether it has a value or is a condition. */
export type Expression =
  | { readonly kind: 'value'; readonly read: (row: FieldReader) => Value }
  | { readonly kind: 'condition'; readonly test: (row: FieldReader) => Truth };

export function value(read: (row: FieldReader) => Value): Expression {
  return { kind: 'value', read };
}

export function condition(test: (row: FieldReader) => Truth): Expression {
  return { kind: 'condition', test };
}

/** @throws UserError when `expression` is a condition */
export function readerOf(expression: Expression, user: string): (row: FieldReader) => Value {
  if (expression.kind === 'value') return expression.read;
  throw new UserError(`${user} needs a value, got a condition: use if(condition, value, value)`);
}

/** @throws UserError when `expression` is a value */
export function testOf(expression: Expression, user: string): (row: FieldReader) => Truth {
  if (expression.kind === 'condition') return expression.test;
  throw new UserError(`${user} needs a condition, as in x > 1, got a value`);
}

/** Returns a number; a field's text counts as one where it looks like one. */
export function numberOf(found: Value): SplNumber | undefined {
  if (isSeveral(found)) return undefined;
  return typeof found === 'string' ? readNumber(found) : found;
}

/** Returns the text that a field shows; empty for null, several texts joined by newlines. */
export function valueText(found: Value): string {
  return textOf(valueCell(found));
}

/** Returns the cell that a value makes of a field. */
export function valueCell(found: Value): Cell {
  if (found === undefined) return '';
  if (isSeveral(found)) return found.length > 1 ? found : (found[0] ?? '');
  return typeof found === 'string' ? found : numberText(found);
}

/** Returns the value of a field's cell. */
export function cellValue(cell: Cell): Value {
  const values = valuesOf(cell);
  return values.length > 1 ? values : values[0];
}

/** Returns each of the texts of a value; none for null. */
export function valueTexts(found: Value): readonly string[] {
  return valuesOf(valueCell(found));
}

function isSeveral(found: Value): found is readonly string[] {
  return Array.isArray(found);
}

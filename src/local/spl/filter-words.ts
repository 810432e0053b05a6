/**
 * `where` and `search`: the rows that meet a condition.
 *
 * @module
 */

import { type Row, valuesOf } from '../table.ts';
import { compareValues, isNumber, satisfies } from './compare.ts';
import { type Dialect, type FieldReader, operand, parseCondition, type Test } from './condition.ts';
import { globPattern } from './glob.ts';
import type { Transform } from './transform.ts';

/** eval's rules: a bare word is a number or a field, `"…"` a literal; null compares as null. */
const WHERE: Dialect = {
  impliedAnd: false,
  compare(left, operator, right) {
    const [readLeft, readRight] = [operand(left), operand(right)];
    return (read) => {
      const [a, b] = [readLeft(read), readRight(read)];
      if (a === '' || b === '') return undefined;
      return satisfies(compareValues(a, b), operator);
    };
  },
};

/** search's rules: field on the left, value on the right, `*` in it, case does not count. */
const SEARCH: Dialect = {
  impliedAnd: true,
  compare(left, operator, right) {
    const matches = valueTest(operator, right.text);
    return (read) => valuesOf(read(left.text)).some(matches);
  },
};

export function where(text: string): Transform {
  return filter(parseCondition(text, WHERE));
}

export function search(text: string): Transform {
  return text.trim() === '*' ? (table) => table : filter(parseCondition(text, SEARCH));
}

function filter(test: Test): Transform {
  return (table) => {
    const columns = new Map(table.fields.map((field, column) => [field, column]));
    const readerOf =
      (row: Row): FieldReader =>
      (field) =>
        row[columns.get(field) ?? -1] ?? '';
    return { fields: table.fields, rows: table.rows.filter((row) => test(readerOf(row)) === true) };
  };
}

function valueTest(operator: string, wanted: string): (value: string) => boolean {
  if (isNumber(wanted)) {
    return (value) => satisfies(compareValues(value, wanted), operator);
  }
  const pattern = globPattern(wanted, 'i');
  if (operator === '!=') return (value) => !pattern.test(value);
  if (operator.startsWith('=')) return (value) => pattern.test(value);
  return (value) => satisfies(compareValues(value, wanted), operator);
}

/**
 * `where` and `search`: the rows that meet a condition.
 *
 * @module
 */

import { compareValues, isNumber, satisfies } from './compare.ts';
import { parseCondition } from './condition.ts';
import { parseWhere } from './eval-expression.ts';
import { type FieldReader, rowReader } from './field-reader.ts';
import { globPattern } from './glob.ts';
import type { Transform } from './transform.ts';

/** eval's rules: an expression that is true; null is not. */
export function where(text: string): Transform {
  return filter(parseWhere(text));
}

/** search's rules: field on the left, value on the right, `*` in it, case does not count. */
export function search(text: string): Transform {
  return text.trim() === '*' ? (table) => table : filter(parseCondition(text, valueTest));
}

function filter(test: (row: FieldReader) => boolean | undefined): Transform {
  return (table) => {
    const readerOf = rowReader(table);
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

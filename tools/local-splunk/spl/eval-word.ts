/**
 * Compiles `eval name = expression, …`, which makes or changes fields.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import type { Table, Transform } from '../table.ts';
import { parseAssignments } from './eval-expression.ts';
import { type Value, valueText } from './expression.ts';
import { type FieldReader, rowReader } from './field-reader.ts';

/** Compiles `eval`; each expression sees the fields of those before it. */
export function evaluate(text: string): Transform {
  const steps = parseAssignments(text).map(({ field, expression }): Transform => {
    if (expression.kind === 'value') return (table) => withField(table, field, expression.read);
    throw new UserError(
      'Fields cannot be assigned a boolean result. Instead, try if([bool expr], [expr], [expr]).',
    );
  });
  return (table) => steps.reduce((changed, step) => step(changed), table);
}

/** Adds or replaces one column; `read` sees the row as it was before. */
function withField(table: Table, field: string, read: (row: FieldReader) => Value): Table {
  const readerOf = rowReader(table);
  const known = table.fields.indexOf(field);
  const target = known < 0 ? table.fields.length : known;
  const fields = known < 0 ? [...table.fields, field] : table.fields;
  const rows = table.rows.map((row) => {
    const copy = fields.map((_, column) => row[column] ?? '');
    copy[target] = valueText(read(readerOf(row)));
    return copy;
  });
  return { fields, rows };
}

/**
 * Compiles `eval name = expression, …`, which makes or changes fields.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import type { Transform } from '../table.ts';
import { withColumn } from './columns.ts';
import { parseAssignments } from './eval-expression.ts';
import { type Value, valueCell } from './expression.ts';
import { type FieldReader, rowReader } from './field-reader.ts';
import type { SearchContext } from './search-context.ts';

/** Compiles `eval`; each expression sees the fields of those before it. */
export function evaluate(text: string, { now }: Pick<SearchContext, 'now'>): Transform {
  const steps = parseAssignments(text, now).map(({ field, expression }): Transform => {
    if (expression.kind === 'value') return assign(field, expression.read);
    throw new UserError(
      'Fields cannot be assigned a boolean result. Instead, try if([bool expr], [expr], [expr]).',
    );
  });
  return (table) => steps.reduce((changed, step) => step(changed), table);
}

/** Adds or replaces one column; `read` sees the row as it was before. */
function assign(field: string, read: (row: FieldReader) => Value): Transform {
  return (table) => {
    const readerOf = rowReader(table);
    const cells = table.rows.map((row) => valueCell(read(readerOf(row))));
    return withColumn(table, field, cells);
  };
}

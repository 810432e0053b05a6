/**
 * Compiles `where` and `search`, which keep the rows that meet a condition.
 *
 * @module
 */

import type { Transform } from '../table.ts';
import { parseCondition } from './condition.ts';
import { parseWhere } from './eval-expression.ts';
import { type FieldReader, rowReader } from './field-reader.ts';
import type { SearchContext } from './search-context.ts';

/** Follows the rules of eval: the expression must be true; null is not. */
export function where(text: string, { now }: Pick<SearchContext, 'now'>): Transform {
  return filter(parseWhere(text, now));
}

/** Follows the rules of search, which stand in `condition.ts`; a lone `*` keeps all rows. */
export function search(text: string): Transform {
  return text.trim() === '*' ? (table) => table : filter(parseCondition(text));
}

function filter(test: (row: FieldReader) => boolean | undefined): Transform {
  return (table) => {
    const readerOf = rowReader(table);
    return { fields: table.fields, rows: table.rows.filter((row) => test(readerOf(row)) === true) };
  };
}

import type { OutputColumn } from '../protocol/csv-writer.ts';
import { encodeMultivalue, twinName } from '../protocol/multivalue.ts';

/**
 * The two columns of a multivalue field.
 *
 * @param lists - the values of each row; none for null
 */
export function multivalueColumns(
  name: string,
  lists: readonly (readonly string[])[],
): OutputColumn[] {
  return [
    { name, values: lists.map((values) => values.join('\n')) },
    { name: twinName(name), values: lists.map(encodeMultivalue) },
  ];
}

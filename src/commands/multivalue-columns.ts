import type { OutputColumn } from '../protocol/csv-writer.ts';
import { encodeMultivalue, twinName } from '../protocol/multivalue.ts';

/**
 * The two columns of a multivalue field.
 *
 * @param lists - the values of each row; none for null. Rows may share a list, which is read once.
 */
export function multivalueColumns(
  name: string,
  lists: readonly (readonly string[])[],
): OutputColumn[] {
  return [
    { name, values: lists.map(remembering((values) => values.join('\n'))) },
    { name: twinName(name), values: lists.map(remembering(encodeMultivalue)) },
  ];
}

function remembering<T extends object>(textOf: (value: T) => string): (value: T) => string {
  const known = new Map<T, string>();
  return (value) => {
    const found = known.get(value) ?? textOf(value);
    known.set(value, found);
    return found;
  };
}

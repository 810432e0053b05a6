/**
 * Reads and writes multivalue fields: field `f` has a twin column `__mv_f` that holds each value wrapped
 * in `$`, joined by `;`, with inner `$` doubled. The twin is empty where the field has one value.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/ConfigureSplunktoparsemulti-valuefields
 * @module
 */

const TWIN_PREFIX = '__mv_';
const ITEM = /\$((?:\$\$|[^$])*)\$(?:;|$)/gy;

/** Returns the field whose values the column `name` carries, or `undefined` when it is no twin. */
export function twinOf(name: string): string | undefined {
  return name.startsWith(TWIN_PREFIX) ? name.slice(TWIN_PREFIX.length) : undefined;
}

/**
 * Makes the two columns of a field with several values a row: the values on lines of their own, and the
 * twin.
 *
 * @param lists - the values of each row; rows may share a list, which is then encoded once
 */
export function multivalueColumns(
  name: string,
  lists: readonly (readonly string[])[],
): { readonly name: string; readonly values: readonly string[] }[] {
  return [
    { name, values: lists.map(remembering((list) => list.join('\n'))) },
    { name: `${TWIN_PREFIX}${name}`, values: lists.map(remembering(encodeMultivalue)) },
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

/** Encodes a cell of a twin; it is empty for fewer than two values. */
function encodeMultivalue(values: readonly string[]): string {
  if (values.length < 2) return '';
  return values.map((value) => `$${value.replaceAll('$', '$$$$')}$`).join(';');
}

/** Returns the values of a twin's cell, or `undefined` when the cell is not of the twin's form. */
export function decodeMultivalue(cell: string): string[] | undefined {
  const values: string[] = [];
  let end = 0;
  for (const match of cell.matchAll(ITEM)) {
    values.push((match[1] as string).replaceAll('$$', '$'));
    end = match.index + match[0].length;
  }
  return end === cell.length && values.length > 0 ? values : undefined;
}

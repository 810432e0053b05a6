/**
 * Multivalue fields: field `f` has a twin column `__mv_f` that holds each value wrapped in `$`,
 * joined by `;`, with inner `$` doubled. The twin is empty where the field has one value.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/ConfigureSplunktoparsemulti-valuefields
 * @module
 */

const TWIN_PREFIX = '__mv_';
const ITEM = /\$((?:\$\$|[^$])*)\$(?:;|$)/gy;

/** The field whose values the column `name` carries, or `undefined` when it is no twin. */
export function twinOf(name: string): string | undefined {
  return name.startsWith(TWIN_PREFIX) ? name.slice(TWIN_PREFIX.length) : undefined;
}

/** The values of a twin's cell, or `undefined` when the cell is not of the twin's form. */
export function decodeMultivalue(cell: string): string[] | undefined {
  const values: string[] = [];
  let end = 0;
  for (const match of cell.matchAll(ITEM)) {
    values.push((match[1] as string).replaceAll('$$', '$'));
    end = match.index + match[0].length;
  }
  return end === cell.length && values.length > 0 ? values : undefined;
}

/** The column that carries the values of `field`. */
export function twinName(field: string): string {
  return `${TWIN_PREFIX}${field}`;
}

/** A twin's cell; empty for one value, or none. */
export function encodeMultivalue(values: readonly string[]): string {
  if (values.length < 2) return '';
  return values.map((value) => `$${value.replaceAll('$', '$$$$')}$`).join(';');
}

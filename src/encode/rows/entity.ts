/**
 * Numbers entities, which are the distinct values of the `by` fields.
 *
 * @module
 */

/** The separator of the values of several fields in a key; no text that Splunk shows holds it. */
export const SEPARATOR = '\u001f';

/** Returns the key of each row's entity; `undefined` where a `by` field is null. */
export function entityKeys(columns: readonly (readonly string[])[]): (string | undefined)[] {
  const [first = []] = columns;
  return first.map((_, row) => {
    const values = columns.map((texts) => (texts[row] as string).trim());
    return values.includes('') ? undefined : values.join(SEPARATOR);
  });
}

/** Numbers entities in the order of their first row; −1 for null. */
export function numberEntities(keys: readonly (string | undefined)[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(keys, (key) => {
    if (key === undefined) return -1;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  });
}

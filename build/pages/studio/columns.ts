/** Says which columns of a table have which width, and which have the colour of links. */

/** The width in pixels that Studio takes for a column without one, and the least that it accepts. */
const UNSET = 90;
const LEAST = 30;

/** Returns all columns but the first: a whole table in the colour of links cannot be read, so one column has it. */
export function plainColumns(widths: Readonly<Record<string, number>>): string[] {
  return Object.keys(widths).slice(1);
}

/**
 * Returns the widths of all columns but the widest, in pixels. Studio stretches columns over the width of
 * the panel, as long as one of them has no width of its own.
 */
export function columnWidths(parts: Readonly<Record<string, number>>): [string, number][] {
  const widest = Math.max(...Object.values(parts));
  const unset = Object.keys(parts).find((name) => parts[name] === widest);
  return Object.entries(parts)
    .filter(([name]) => name !== unset)
    .map(([name, part]) => [name, Math.max(LEAST, Math.round((UNSET * part) / widest))]);
}

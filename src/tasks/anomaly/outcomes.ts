/**
 * Encodes what rows hold as outcomes of the heads of `mode=anomaly`.
 *
 * @module
 */

import { createLookup } from '../../encode/field/category.ts';
import { NumberColumns } from '../../encode/field/number-columns.ts';
import { type AnomalyTarget, type Head, numberOutcome } from '../../model/anomaly-target.ts';
import type { SearchResults } from '../../results/results.ts';

/**
 * Returns the outcome of each head in each row. What training never saw is `other`, or lies in an outer bin.
 *
 * @param rows - rows of the results
 * @param pauses - `[rows]`: seconds before each of them; read for the pause only
 * @returns `[rows, heads]`
 */
export function encodeOutcomes(
  { heads }: AnomalyTarget,
  results: SearchResults,
  rows: Int32Array,
  pauses: ArrayLike<number>,
): Float32Array {
  const outcomes = new Float32Array(rows.length * heads.length);
  const numeric = heads.flatMap((head) => (head.kind === 'number' ? [head.field] : []));
  const numbers = new NumberColumns(results, numeric);
  for (const [index, head] of heads.entries()) {
    const outcomeAt = reader(head, { results, numbers, rows, pauses });
    for (let at = 0; at < rows.length; at++) outcomes[at * heads.length + index] = outcomeAt(at);
  }
  return outcomes;
}

/** Rows stand beside what their outcomes are read from. */
interface RowsToRead {
  readonly results: SearchResults;
  readonly numbers: NumberColumns;
  readonly rows: Int32Array;
  readonly pauses: ArrayLike<number>;
}

/** Returns a function that reads the outcome at a position in `rows`. */
function reader(
  head: Head,
  { results, numbers, rows, pauses }: RowsToRead,
): (at: number) => number {
  if (head.kind === 'pause') return (at) => numberOutcome(head.edges, pauses[at]);
  // The characters of a text are read from its sequence.
  if (head.kind === 'text') return () => 0;
  if (head.kind === 'number') {
    const values = numbers.of(head.field);
    return (at) => numberOutcome(head.edges, values[rows[at]]);
  }
  const { codes, values } = results.column(head.field).codes();
  const lookup = createLookup(head.vocabulary);
  const known = Int32Array.from(values, (value) => lookup(value.trim()));
  return (at) => known[codes[rows[at]]];
}

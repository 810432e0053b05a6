/**
 * Encodes what rows hold as outcomes of the heads of `mode=anomaly`.
 *
 * @module
 */

import { createLookup } from '../../encode/field/category.ts';
import { NumberColumns } from '../../encode/field/number-columns.ts';
import {
  type AnomalyTarget,
  ENDS,
  FOLLOWS,
  type Head,
  numberOutcome,
} from '../../model/anomaly-target.ts';
import type { SearchResults } from '../../results/results.ts';

/**
 * Returns the outcome of each head in each row. What training never saw is `other`, or lies in an outer bin.
 *
 * @param rows - rows of the results
 * @param beside - what the rows do not hold
 * @returns `[rows, heads]`
 */
export function encodeOutcomes(
  { heads }: AnomalyTarget,
  results: SearchResults,
  rows: Int32Array,
  beside: BesideRows,
): Float32Array {
  const outcomes = new Float32Array(rows.length * heads.length);
  const numeric = heads.flatMap((head) => (head.kind === 'number' ? [head.field] : []));
  const numbers = new NumberColumns(results, numeric);
  for (const [index, head] of heads.entries()) {
    const outcomeAt = reader(head, { results, numbers, rows, ...beside });
    for (let at = 0; at < rows.length; at++) outcomes[at * heads.length + index] = outcomeAt(at);
  }
  return outcomes;
}

/** What the order of rows tells of each of them. */
export interface BesideRows {
  /** `[rows]`: seconds since the row before; read for the pause only. */
  readonly pauses: ArrayLike<number>;
  /** Tells the positions in `rows` of those that are known to be the last ones of their sequences. */
  readonly isEnd: (at: number) => boolean;
}

/** Rows stand beside what their outcomes are read from. */
interface RowsToRead extends BesideRows {
  readonly results: SearchResults;
  readonly numbers: NumberColumns;
  readonly rows: Int32Array;
}

/** Returns a function that reads the outcome at a position in `rows`. */
function reader(
  head: Head,
  { results, numbers, rows, pauses, isEnd }: RowsToRead,
): (at: number) => number {
  if (head.kind === 'pause') return (at) => numberOutcome(head.edges, pauses[at]);
  if (head.kind === 'end') return (at) => (isEnd(at) ? ENDS : FOLLOWS);
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

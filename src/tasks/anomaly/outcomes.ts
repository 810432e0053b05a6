/**
 * Encodes what rows hold as outcomes of the heads of `mode=anomaly`.
 *
 * @module
 */

import { createLookup } from '../../encode/field/category.ts';
import { NumberColumns } from '../../encode/field/number-columns.ts';
import { type AnomalyTarget, ENDS, FOLLOWS, type Head } from '../../model/anomaly-target.ts';
import { type FitData, targetsOf } from '../../model/examples.ts';
import {
  type Beyond,
  beyondEdges,
  type NumberOutcomes,
  numberOutcome,
} from '../../model/number-outcomes.ts';
import type { Outcomes } from '../../model/prediction.ts';
import type { SearchResults } from '../../results/results.ts';

/**
 * Returns the outcome of each head in each row. What training never saw is `other`, or lies in an open bin.
 *
 * @param rows - rows of the results
 * @param beside - what the rows do not hold
 */
export function encodeOutcomes(
  { heads }: AnomalyTarget,
  results: SearchResults,
  rows: Int32Array,
  beside: BesideRows,
): Outcomes {
  const outcomes = new Float32Array(rows.length * heads.length);
  const beyond = new Map<number, Beyond>();
  const numeric = heads.flatMap((head) => (head.kind === 'number' ? [head.field] : []));
  const numbers = new NumberColumns(results, numeric);
  for (const [index, head] of heads.entries()) {
    const outcomeAt = reader(head, { results, numbers, rows, ...beside }, (at, far) => {
      beyond.set(at * heads.length + index, far);
    });
    for (let at = 0; at < rows.length; at++) outcomes[at * heads.length + index] = outcomeAt(at);
  }
  return { outcomes, beyond };
}

/**
 * Returns the outcomes of some of the rows of a fit.
 *
 * @param examples - positions among all rows
 */
export function outcomesOf(data: FitData<'anomaly'>, examples: Int32Array): Outcomes {
  const heads = data.target.heads.length;
  const places = new Int32Array(data.sequences.starts.length).fill(-1);
  for (const [at, example] of examples.entries()) places[example] = at;
  const beyond = new Map<number, Beyond>();
  for (const [place, far] of data.beyond ?? []) {
    const at = places[Math.floor(place / heads)];
    if (at >= 0) beyond.set(at * heads + (place % heads), far);
  }
  return { outcomes: targetsOf(data, examples), beyond };
}

/** What the order of rows says about each of them. */
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

/**
 * Returns a function that reads the outcome at a position in `rows`.
 *
 * @param onFar - gets the positions of numbers that lie beyond the bins
 */
function reader(
  head: Head,
  { results, numbers, rows, pauses, isEnd }: RowsToRead,
  onFar: (at: number, far: Beyond) => void,
): (at: number) => number {
  if (head.kind === 'pause') return binReader(head, (at) => pauses[at], onFar);
  if (head.kind === 'end') return (at) => (isEnd(at) ? ENDS : FOLLOWS);
  // The characters of a text are read from its sequence.
  if (head.kind === 'text') return () => 0;
  if (head.kind === 'number') {
    const values = numbers.of(head.field);
    return binReader(head, (at) => values[rows[at]], onFar);
  }
  const { codes, values } = results.column(head.field).codes();
  const lookup = createLookup(head.vocabulary);
  const known = Int32Array.from(values, (value) => lookup(value.trim()));
  return (at) => known[codes[rows[at]]];
}

function binReader(
  bins: NumberOutcomes,
  valueAt: (at: number) => number,
  onFar: (at: number, far: Beyond) => void,
): (at: number) => number {
  return (at) => {
    const value = valueAt(at);
    const far = beyondEdges(bins, value);
    if (far !== undefined) onFar(at, far);
    return numberOutcome(bins.edges, value);
  };
}

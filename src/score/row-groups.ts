/**
 * Groups scored rows by entity, by session, or by entity and span of time.
 *
 * @module
 */

import type { ScoredRows } from './scorer.ts';
import type { Candidate } from './source.ts';

export interface Grouping {
  readonly by: 'entity' | 'session';
  /** Seconds, in which the rows of an entity are parted; the spans begin at multiples of it. */
  readonly span?: number | undefined;
}

export interface RowGroup {
  /** The rows of the group, in the order of time. Those that were not scored are among them. */
  readonly rows: readonly number[];
  /** Those of them that begin a sequence. */
  readonly begins: readonly number[];
  /** The epoch seconds at which its span begins; NaN without spans. */
  readonly from: number;
}

/** Rows before `since` are in no group, and neither are rows without a place. */
export function groupRows(
  { scores: { status }, placed: { candidates, times } }: Pick<ScoredRows, 'scores' | 'placed'>,
  { by, span }: Grouping,
): RowGroup[] {
  const groups: WritableGroup[] = [];
  let [entity, depth, from] = [-1, 0, Number.NaN];
  for (const candidate of candidates) {
    const { row } = candidate;
    const isNext = candidate.entity === entity && (by === 'entity' || candidate.depth > depth);
    const start = span === undefined ? Number.NaN : Math.floor((times?.[row] ?? 0) / span) * span;
    if (status[row] === 'history') continue;
    if (!isNext || !Object.is(start, from)) groups.push({ rows: [], begins: [], from: start });
    addTo(groups.at(-1) as WritableGroup, candidate);
    [entity, depth, from] = [candidate.entity, candidate.depth, start];
  }
  return groups;
}

interface WritableGroup extends RowGroup {
  readonly rows: number[];
  readonly begins: number[];
}

function addTo({ rows, begins }: WritableGroup, { row, depth }: Candidate): void {
  rows.push(row);
  if (depth === 1) begins.push(row);
}

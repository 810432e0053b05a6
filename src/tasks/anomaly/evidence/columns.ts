/**
 * Tells which amounts of evidence a model has of each row, in the order of their tables and weights.
 *
 * @module
 */

import { type Head, headName } from '../../../model/anomaly-target.ts';
import type { KeptEvidence } from '../../../model/record.ts';
import { NO_PARENT } from './field-tree.ts';

/** The kinds of columns of evidence; how likely each row is comes first. */
export type EvidenceColumn = keyof typeof NAMES;

/** Models of older releases have these, of which numbers have the last two. */
const OLDER: readonly EvidenceColumn[] = ['ofRows', 'ofLifts'];
const OLDER_NUMBERS: readonly EvidenceColumn[] = ['fromForecast', 'fromMeans'];

const COUNTS: readonly EvidenceColumn[] = ['ofRows', 'ofWholes', 'ofValues', 'ofPairs'];

/** The text names the value that is blamed, and the one that predicts it, where there is one. */
const NAMES = {
  ofRows: (name: string, other: string | undefined) =>
    other === undefined ? `rare ${name}` : `rare ${name} with ${other}`,
  ofWholes: () => 'rare row',
  ofValues: (name: string) => `rare ${name} by itself`,
  ofPairs: seldomWith,
  ofLifts: seldomWith,
  ofNumbers: (name: string) => `${name} beside the other numbers`,
  fromForecast: (name: string) => `${name} against its forecast`,
  fromMeans: (name: string) => `${name} with the other numbers`,
};

function seldomWith(name: string, other: string | undefined): string {
  return other === undefined ? `rare ${name}` : `${name} seldom with ${other}`;
}

/** Returns the columns of a model. */
export function columnsOf({ rows, numbers }: KeptEvidence): readonly EvidenceColumn[] {
  const isOlder = rows.testable === undefined;
  const ofCounts = isOlder ? OLDER : COUNTS;
  if (numbers === undefined) return ofCounts;
  return [...ofCounts, ...(isOlder ? OLDER_NUMBERS : (['ofNumbers'] as const))];
}

/** Returns how many columns of evidence a model has. */
export function evidenceColumns(kept: KeptEvidence): number {
  return columnsOf(kept).length;
}

/**
 * Returns the places of the heads that rows are counted by: fields and the pause, which a row has by itself and that
 * before it.
 */
export function countedHeads(heads: readonly Head[]): number[] {
  return [...heads.keys()].filter((at) => {
    const { kind } = heads[at] as Head;
    return kind === 'category' || kind === 'number' || kind === 'pause';
  });
}

/** Returns what a column says of a row, as people read it, such as `rare user with host`. */
export function evidenceName(
  kept: KeptEvidence,
  heads: readonly Head[],
  { column, head }: { readonly column: number; readonly head: number },
): string {
  const places = countedHeads(heads);
  const { parents } = kept.rows;
  const parent = places[parents[places.indexOf(head)] ?? NO_PARENT];
  const other = parent === undefined ? undefined : headName(heads[parent] as Head);
  const kind = columnsOf(kept)[column] as EvidenceColumn;
  return NAMES[kind](headName(heads[head] as Head), other);
}

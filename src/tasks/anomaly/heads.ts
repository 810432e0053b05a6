/**
 * Learns what the next row of an entity can hold, field by field. Of a field with too many values, all but the
 * commonest are one outcome.
 *
 * @module
 */

import { countTexts } from '../../encode/field/category.ts';
import type { FieldColumn } from '../../encode/field/column.ts';
import { thousands, UserError } from '../../errors.ts';
import {
  type AnomalyTarget,
  fitHead,
  fitPauseHead,
  type Head,
  headName,
  headSize,
} from '../../model/anomaly-target.ts';
import { grownHead, grownPauseHead, oldOutcomes } from '../../model/grown-head.ts';
import { counted, listed, type Notice } from '../../notice.ts';
import type { FieldOutcomes } from '../learnt.ts';

/** The most outcomes of one field, and of all fields: each is a column of the network's last layer. */
const MOST_OUTCOMES = 5000;
const MOST_IN_ALL = 20_000;

/**
 * Returns what the next value of a field can be.
 *
 * @param rows - training rows
 * @param old - that of the model that is continued
 */
export function fieldOutcomes(column: FieldColumn, rows: Int32Array, old?: Head): FieldOutcomes {
  if (old !== undefined) return { head: grownHead(old, column, rows) };
  const head = fitHead(column, rows);
  if (head !== undefined) return { head };
  if (column.kind === 'numeric') return {};
  return { rare: { field: column.field, values: countTexts(column.texts, rows).size } };
}

/** This is predicted beside fields. */
export interface BesideFields {
  /** Seconds before training rows; `undefined` where they are no feature. */
  readonly pauses: Float64Array | undefined;
  /** Whether a row follows. */
  readonly hasEnds: boolean;
}

/**
 * Returns the target of all fields together.
 *
 * @param beside - what is predicted beside fields
 * @throws UserError where there is nothing to predict
 */
export function anomalyTarget(
  fields: readonly FieldOutcomes[],
  { pauses, hasEnds }: BesideFields,
): AnomalyTarget {
  const ofFields = fields.flatMap(({ head }) => head ?? []);
  if (ofFields.length === 0) throw nothing(fields);
  const pause = pauses && fitPauseHead(pauses);
  const heads: readonly Head[] = [
    ...ofFields,
    ...(pause === undefined ? [] : [pause]),
    ...(hasEnds ? [{ kind: 'end' } as const] : []),
  ];
  const most = mostOutcomes(heads.map(headSize));
  return { mode: 'anomaly', heads: heads.map((head) => commonest(head, most)) };
}

/** Returns the target of a model that is continued, with the heads that have grown by new values. */
export function grownTarget(
  old: AnomalyTarget,
  fields: readonly FieldOutcomes[],
  pauses: Float64Array | undefined,
): AnomalyTarget {
  const grown = new Map(fields.flatMap(({ head }) => (head ? [[headName(head), head]] : [])));
  const heads = old.heads.map((head) =>
    head.kind === 'pause' && pauses !== undefined
      ? grownPauseHead(head, pauses)
      : (grown.get(headName(head)) ?? head),
  );
  const most = mostOutcomes(heads.map(headSize));
  return { mode: 'anomaly', heads: heads.map((head) => commonest(head, most)) };
}

/** Returns for each outcome of all heads the one that it was among those of the old heads. */
export function oldOutputs({ heads: old }: AnomalyTarget, { heads }: AnomalyTarget): Int32Array {
  let first = 0;
  const places = heads.flatMap((head, at) => {
    const before = old[at] as Head;
    const own = [...oldOutcomes(before, head)].map((outcome) => first + outcome);
    first += headSize(before);
    return own;
  });
  return Int32Array.from(places);
}

/** Returns how many outcomes each field may have, so that all fields together do not have too many. */
function mostOutcomes(sizes: readonly number[]): number {
  const inAll = (most: number): number =>
    sizes.reduce((sum, size) => sum + Math.min(size, most), 0);
  let most = MOST_OUTCOMES;
  while (inAll(most) > MOST_IN_ALL && most > 1) most--;
  return most;
}

/** Makes the rarer values of a field `other`; a vocabulary lists the commonest first. */
function commonest(head: Head, most: number): Head {
  const rest = headSize(head) - most;
  if (head.kind !== 'category' || rest <= 0) return head;
  const { values, hasNull } = head.vocabulary;
  // The rarer values are `other` now, so that training has this outcome; null has the last index, which changes.
  return {
    ...head,
    vocabulary: { values: values.slice(0, -rest), hasNull },
    empty: undefined,
  };
}

/** Says of which fields the rarer values are one outcome. */
export function cutNotices({ heads }: AnomalyTarget, fields: readonly FieldOutcomes[]): Notice[] {
  const sizes = new Map(
    fields.flatMap(({ head }) => (head ? [[headName(head), headSize(head)]] : [])),
  );
  const cut = heads.filter((head) => headSize(head) < (sizes.get(headName(head)) ?? 0));
  if (cut.length === 0) return [];
  const names = cut.map(
    (head) =>
      `${headName(head)} (${thousands(headSize(head))} of ${thousands(sizes.get(headName(head)) ?? 0)})`,
  );
  const text = `Only the commonest values are told apart, the others count as one: ${listed(names)}. Group values with | eval, such as by a part of the text, to tell more apart.`;
  return [{ level: 'INFO', text }];
}

function nothing(fields: readonly FieldOutcomes[]): UserError {
  const [first] = fields.flatMap(({ rare }) => rare ?? []);
  if (first === undefined) {
    return new UserError(
      'No field has two values in the training rows, so there is nothing to predict: name fields that vary after from.',
    );
  }
  const { field, values } = first;
  return new UserError(
    `${field} has ${counted(values, 'value')} in the training rows and none of them 3 times, so there is no next one to learn: group them with | eval, such as by a part of the text, or name another field after from.`,
  );
}

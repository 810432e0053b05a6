/**
 * Compares two models of `mode=anomaly` on the same rows, by the mean surprise of the fields that both know
 * by the same values.
 *
 * @module
 */

import { isDeepStrictEqual } from 'node:util';
import { byCodePoint } from '../../encode/field/code-point.ts';
import type { AnomalyTarget, Head } from '../../model/anomaly-target.ts';
import type { Surprises } from '../../model/prediction.ts';
import type { Metrics } from '../../model/record.ts';

/**
 * Shared heads have the same outcomes in both models: a model with fewer outcomes is surprised
 * less.
 */
export interface SharedHeads {
  readonly heads: Int32Array;
  readonly oldHeads: Int32Array;
}

export function sharedHeads({ heads }: AnomalyTarget, old: AnomalyTarget): SharedHeads {
  const known = old.heads.map(inOrder);
  const oldOf = heads.map((head) =>
    known.findIndex((other) => isDeepStrictEqual(inOrder(head), other)),
  );
  const shared = [...heads.keys()].filter((head) => oldOf[head] >= 0);
  return {
    heads: Int32Array.from(shared),
    oldHeads: Int32Array.from(shared, (head) => oldOf[head]),
  };
}

/**
 * Returns a text that identifies the outcomes of a head. Its values stand by how often they occur, which says nothing
 * here, nor does which of them training lacked or how far the largest numbers lie.
 */
function inOrder(head: Head): Head {
  if ('edges' in head) return { ...head, tails: undefined, empty: undefined };
  if (head.kind === 'end') return head;
  const { vocabulary } = head;
  return {
    ...head,
    ...(head.kind === 'category' && { empty: undefined }),
    vocabulary: { ...vocabulary, values: vocabulary.values.toSorted(byCodePoint) },
  };
}

/**
 * Returns the mean bits of a row.
 *
 * @param heads - those that count
 * @param samples - rows of `bits`
 * @param width - heads of a row
 */
export function meanSurprise(
  { bits }: Pick<Surprises, 'bits'>,
  width: number,
  heads: Int32Array,
  samples: Int32Array,
): Metrics {
  let surprise = 0;
  for (const sample of samples) {
    for (const head of heads) surprise += bits[sample * width + head] / samples.length;
  }
  return { surprise };
}

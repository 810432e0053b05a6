/**
 * Counts what a network of characters must beat: how often each character occurs, and how often after the one
 * before it.
 *
 * @module
 */

import { range } from '../../encode/rows/row-lists.ts';
import type { AnomalyTarget } from '../../model/anomaly-target.ts';
import { headSize } from '../../model/anomaly-target.ts';
import { type FitData, targetsOf } from '../../model/examples.ts';
import type { Metrics } from '../../model/record.ts';
import { nextCharacters } from './next-characters.ts';
import { countFigures, countValues } from './value-counts.ts';

/** The outcomes of texts, after the end of a text before. */
interface OutcomeRow {
  readonly targets: Float32Array;
  /** All outcomes but the first. */
  readonly training: Int32Array;
  readonly isFirst: () => false;
}

/** Returns the mean bits of the characters of texts, by counts of characters and by those of pairs. */
export function textCountFigures(
  target: AnomalyTarget,
  data: Pick<FitData, 'sequences' | 'targets' | 'training'>,
  texts: Int32Array,
): Readonly<Record<'value' | 'pair', Metrics>> {
  const sizes = target.heads.map(headSize);
  const end = (sizes[0] as number) - 1;
  const labelled = { ...data, stepTargets: nextCharacters(target, data.sequences) };
  const rowOf = (own: Int32Array): OutcomeRow => behind(end, targetsOf(labelled, own));
  const counts = countValues(rowOf(data.training), sizes);
  const held = rowOf(texts);
  return {
    value: countFigures(counts, held, held.training, 'value'),
    pair: countFigures(counts, held, held.training, 'pair'),
  };
}

function behind(first: number, outcomes: Float32Array): OutcomeRow {
  const targets = new Float32Array(1 + outcomes.length);
  targets[0] = first;
  targets.set(outcomes, 1);
  return { targets, training: range(targets.length).subarray(1), isFirst: () => false };
}

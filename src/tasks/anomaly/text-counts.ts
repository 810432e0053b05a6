/**
 * Counts what a network of characters must beat: how often each character occurs, and how often after the one
 * before it.
 *
 * @module
 */

import type { AnomalyTarget } from '../../model/anomaly-target.ts';
import { headSize } from '../../model/anomaly-target.ts';
import type { FitData } from '../../model/examples.ts';
import type { Metrics } from '../../model/record.ts';
import { characterTotal, endOutcome, prefixesOf } from './prefixes.ts';
import { countFigures, countValues } from './value-counts.ts';

/** The outcomes of texts, behind one that stands for the end of a text before. */
interface OutcomeRow {
  readonly targets: Float32Array;
  /** All outcomes but the first. */
  readonly training: Int32Array;
  readonly isFirst: () => false;
}

/** Returns the mean bits of the characters of texts, by counts of characters and by those of pairs. */
export function textCountFigures(
  target: AnomalyTarget,
  { sequences, training }: Pick<FitData, 'sequences' | 'training'>,
  texts: Int32Array,
): Readonly<Record<'value' | 'pair', Metrics>> {
  const rowOf = (own: Int32Array): OutcomeRow => outcomesOf(target, sequences, own);
  const counts = countValues(rowOf(training), target.heads.map(headSize));
  const held = rowOf(texts);
  return {
    value: countFigures(counts, held, held.training, 'value'),
    pair: countFigures(counts, held, held.training, 'pair'),
  };
}

function outcomesOf(
  target: AnomalyTarget,
  sequences: FitData['sequences'],
  texts: Int32Array,
): OutcomeRow {
  const targets = new Float32Array(1 + characterTotal(sequences, texts));
  const end = endOutcome(target);
  targets[0] = end;
  targets.set(prefixesOf(sequences, texts, end).outcomes, 1);
  const training = Int32Array.from(targets, (_, at) => at).subarray(1);
  return { targets, training, isFirst: () => false };
}

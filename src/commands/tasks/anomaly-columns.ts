/**
 * Makes the columns that scoring by a model of `mode=anomaly` adds to results.
 *
 * @module
 */

import {
  type AnomalyTarget,
  type Head,
  headName,
  headSize,
  isOfValues,
  outcomeText,
} from '../../model/anomaly-target.ts';
import type { TaskPart } from '../../model/header.ts';
import type { Anomalies } from '../../model/prediction.ts';
import type { OutputColumn } from '../../protocol/csv-writer.ts';
import { multivalueColumns } from '../../protocol/multivalue.ts';
import type { Scores } from '../../score/scores.ts';
import { EXPECTED } from '../../tasks/anomaly/anomalies.ts';
import { floatText } from '../tables/float-text.ts';
import { anomalyNames } from './output-names.ts';
import { type ColumnOptions, sampleColumn } from './task-columns.ts';

const NOTHING: readonly string[] = [];

export function anomalyColumns(
  { target }: TaskPart<'anomaly'>,
  { status, samples, prediction: { anomalies, unseen }, followed }: Scores<'anomaly'>,
  options: Pick<ColumnOptions, 'as' | 'threshold' | 'top'>,
): OutputColumn[] {
  const names = anomalyNames(options.as);
  const { heads } = target;
  const column = (name: string, textOf: (sample: number) => string): OutputColumn =>
    sampleColumn({ samples }, name, textOf);
  const ofSample = (values: Float32Array, sample: number): string => {
    let sum = 0;
    for (let head = 0; head < heads.length; head++) {
      sum += values[sample * heads.length + head] as number;
    }
    return floatText(sum);
  };
  const leadingAt = (sample: number): number =>
    sample * heads.length + (anomalies.leading[sample] as number);
  const { top, threshold } = options;
  const isAnomaly =
    top === undefined ? reachTest(anomalies, threshold) : topTest(target, anomalies, unseen, top);
  // The places of top have no threshold.
  const thresholdText = top === undefined ? floatText(threshold) : '';
  const expectedOf = expectedReader(heads, anomalies);
  const expected = Array.from(samples, (sample) => (sample < 0 ? NOTHING : expectedOf(sample)));
  return [
    column(names.score, (sample) => floatText(anomalies.scores[sample] as number)),
    column(names.isAnomaly, (sample) => String(isAnomaly(sample))),
    { name: names.status, values: status },
    column(names.surprise, (sample) => ofSample(anomalies.bits, sample)),
    column(names.excess, (sample) => ofSample(anomalies.excess, sample)),
    ...multivalueColumns(names.expected, expected),
    column(names.rank, (sample) => String(anomalies.ranks[leadingAt(sample)])),
    column(names.threshold, () => thresholdText),
    column(names.trend, (sample) => (followed ? floatText(followed[sample] as number) : '')),
  ];
}

/** Tells anomalies by their scores. */
function reachTest({ scores }: Anomalies, threshold: number): (sample: number) => boolean {
  // The threshold becomes a float32, so that a score shown as 0.999 reaches a threshold of 0.999.
  const least = Math.fround(threshold);
  return (sample) => (scores[sample] as number) >= least;
}

/**
 * Tells anomalies by the place of each value among the likeliest ones, or by a value that never was in
 * training. Numbers have no places.
 */
function topTest(
  { heads }: AnomalyTarget,
  { ranks }: Anomalies,
  unseen: Uint8Array,
  top: number,
): (sample: number) => boolean {
  const isPlaced = heads.map(isOfValues);
  return (sample) =>
    unseen[sample] === 1 ||
    isPlaced.some((isOne, head) => isOne && (ranks[sample * heads.length + head] as number) > top);
}

/**
 * Returns the likeliest values of the field that contributes most to a sample, with its name where there
 * are other fields. Samples with the same values share a list.
 */
function expectedReader(
  heads: readonly Head[],
  { leading, likeliest }: Anomalies,
): (sample: number) => readonly string[] {
  const known = new Map<number, readonly string[]>();
  // Outcomes from −1 on are digits of one number, which stays far below 2⁵³.
  const base = 2 + Math.max(...heads.map(headSize));
  return (sample) => {
    const index = leading[sample] as number;
    const outcomes = likeliest.subarray(sample * EXPECTED, (sample + 1) * EXPECTED);
    const key = outcomes.reduce((sum, outcome) => sum * base + outcome + 1, index);
    const found = known.get(key) ?? expectedTexts(heads, index, outcomes);
    known.set(key, found);
    return found;
  };
}

function expectedTexts(heads: readonly Head[], index: number, outcomes: Int32Array): string[] {
  const head = heads[index] as Head;
  return [...outcomes]
    .filter((outcome) => outcome >= 0)
    .map((outcome) => {
      const text = outcomeText(head, outcome);
      return heads.length > 1 ? `${headName(head)}=${text}` : text;
    });
}

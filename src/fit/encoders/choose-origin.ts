/**
 * Chooses whether a forecast reads the past of its target as it is, or as distances from the last known value of
 * each window. The level itself tells where a series will return to; where a series grows, or its level jumps, later
 * levels are ones that training hardly had, and what the network does with them is chance.
 *
 * Levels of validation rows, which are later ones, are compared with those of training rows, a time before the
 * network trains.
 *
 * @module
 */

import { lastLevels } from '../../encode/rows/levels.ts';
import { counted, type Notice } from '../../notice.ts';
import type { Encoder } from '../../readings/reading.ts';
import { pastColumn } from '../../readings/rows/sequences.ts';
import type { CalendarRows } from './choose-calendar.ts';

/** Fewer validation rows choose nothing. */
const FEWEST_ROWS = 100;

/**
 * Distributions whose largest gap is wider are of different levels. On the series of `bench/quality/forecast` it is
 * 0.02 to 0.08 where levels stay, and 0.18 to 0.53 where they jump, grow or wander.
 */
const WIDE_GAP = 0.15;

/**
 * Returns the encoder to use, which is the given one where values are read as they are.
 *
 * @param field - the target
 */
export function chooseOrigin(
  { encoder, sequences, training, validation }: CalendarRows,
  field: string,
): { readonly encoder: Encoder; readonly notices: readonly Notice[] } {
  const kept = { encoder, notices: [] };
  const { levels, scaled } = sequences.steps;
  if (encoder.kind !== 'features' || levels === undefined || scaled !== undefined) return kept;
  if (pastColumn(encoder, field) === undefined || validation.length < FEWEST_ROWS) return kept;
  const [before, later] = [training, validation].map((part) => lastLevels(sequences, part).sort());
  if (largestGap(before, later) <= WIDE_GAP) return kept;
  const text = `${field} is read as distances from its last value: levels of ${counted(validation.length, 'validation row')} are not those of training rows.`;
  return { encoder: { ...encoder, isRelative: true }, notices: [{ level: 'INFO', text }] };
}

/**
 * Returns how far apart the cumulative shares of two samples are at most, the statistic of Kolmogorov and Smirnov.
 *
 * @param a - ascending, as `b` is
 */
export function largestGap(a: Float64Array, b: Float64Array): number {
  let [ofA, ofB, most] = [0, 0, 0];
  while (ofA < a.length && ofB < b.length) {
    const value = Math.min(a[ofA], b[ofB]);
    while (a[ofA] === value) ofA++;
    while (b[ofB] === value) ofB++;
    most = Math.max(most, Math.abs(ofA / a.length - ofB / b.length));
  }
  return most;
}

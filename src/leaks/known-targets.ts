/**
 * Prepares the targets of training rows, to be compared with one field after another.
 *
 * @module
 */

import { evenlySpaced } from '../encode/rows/row-lists.ts';
import type { LabelledTarget } from '../model/target.ts';
import { groupByClass, type LabelledRows, sampleByClass } from './labelled-rows.ts';

export interface KnownClasses {
  readonly kind: 'classes';
  readonly all: LabelledRows;
  readonly sample: LabelledRows;
}

export interface KnownNumbers {
  readonly kind: 'numbers';
  /** The value of each row of the results. */
  readonly values: Float64Array;
  readonly all: Int32Array;
  readonly sample: Int32Array;
}

export type KnownTargets = KnownClasses | KnownNumbers;

/** A sample of this many rows is enough to see that most fields do not tell the target. */
export const SAMPLE_ROWS = 20_000;

/**
 * @param values - the target of each row of the results, as `encodeTarget` encodes it
 * @param rows - training rows
 */
export function knownTargets(
  target: LabelledTarget,
  values: Float64Array,
  rows: Int32Array,
): KnownTargets {
  if (target.mode === 'classify') {
    const all = groupByClass(rows, values, target.classes.length);
    return { kind: 'classes', all, sample: sampleByClass(all, SAMPLE_ROWS) };
  }
  const all = rows.filter((row) => !Number.isNaN(values[row]));
  return { kind: 'numbers', values, all, sample: evenlySpaced(all, SAMPLE_ROWS) };
}

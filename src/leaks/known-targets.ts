/**
 * Prepares the targets of training rows, to be compared with one field after another.
 *
 * @module
 */

import { evenlySpaced } from '../encode/rows/row-lists.ts';
import { groupByClass, type LabelledRows, sampleByClass } from './labelled-rows.ts';

export interface KnownClasses {
  readonly kind: 'classes';
  readonly names: readonly string[];
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

/** A sample of this many rows is enough to see that most fields do not reveal the target. */
export const SAMPLE_ROWS = 20_000;

/**
 * @param values - the class index of each row of the results, NaN for none
 * @param rows - training rows
 */
export function knownClasses(
  values: Float64Array,
  rows: Int32Array,
  names: readonly string[],
): KnownClasses {
  const all = groupByClass(rows, values, names.length);
  return { kind: 'classes', names, all, sample: sampleByClass(all, SAMPLE_ROWS) };
}

/**
 * @param values - the number of each row of the results, NaN for none
 * @param rows - training rows
 */
export function knownNumbers(values: Float64Array, rows: Int32Array): KnownNumbers {
  const all = rows.filter((row) => !Number.isNaN(values[row]));
  return { kind: 'numbers', values, all, sample: evenlySpaced(all, SAMPLE_ROWS) };
}

/**
 * Measures how well the values of one field separate each class from the rest: one-vs-rest areas under the
 * ROC curve.
 *
 * @module
 */

import { sortNumbers } from '../encode/field/sort-numbers.ts';
import { comparedClasses, type LabelledRows } from './labelled-rows.ts';
import { ValueShares } from './value-shares.ts';

/** This value stands for null: the lowest one. */
export const NULL_VALUE = Number.NEGATIVE_INFINITY;

/** Values that fewer rows have are rare, and count together as one value. */
const MIN_VALUE_ROWS = 3;

export interface ClassArea {
  readonly classIndex: number;
  /**
   * The ROC AUC of the value itself (Mann and Whitney's U): near 1 or near 0 where its order tells the
   * class.
   */
  readonly byRank: number;
  /** The ROC AUC of the share of the class among the other rows with the value. */
  readonly byShare: number;
  /** The share of the class that has a rare value, plus the share of the rest that has one. */
  readonly rare: number;
}

/**
 * Returns the areas of the classes that have enough rows.
 *
 * @param values - one value for each of `labelled.rows`; `NULL_VALUE` for null, never NaN
 */
export function classAreas(values: Float64Array, labelled: LabelledRows): ClassArea[] {
  const { begins } = labelled;
  const sorted = sortNumbers(values.slice());
  const { rareRows } = countRepeats(sorted);
  return comparedClasses(labelled).map((classIndex) => {
    const own = sortNumbers(values.slice(begins[classIndex], begins[classIndex + 1]));
    return { classIndex, ...areasOf(own, sorted, rareRows) };
  });
}

/**
 * @param own - the values of the class, ascending
 * @param all - the values of all rows, ascending
 * @param rareRows - how many of all rows have a rare value
 */
function areasOf(
  own: Float64Array,
  all: Float64Array,
  rareRows: number,
): Omit<ClassArea, 'classIndex'> {
  const shares = new ValueShares();
  let [wins, ownRare, at, end] = [0, 0, 0, 0];
  while (at < own.length) {
    const value = own[at];
    const next = endOfRun(own, at);
    let start = end;
    while (all[start] < value) start++;
    end = endOfRun(all, start);
    const positives = next - at;
    const total = end - start;
    wins += positives * (start - at + (total - positives) / 2);
    if (isRare(value, total)) ownRare += positives;
    else shares.add(positives, total);
    at = next;
  }
  if (ownRare > 0) shares.add(ownRare, rareRows);
  const rest = all.length - own.length;
  return {
    byRank: wins / (own.length * rest),
    byShare: shares.area(own.length, all.length),
    rare: ownRare / own.length + (rareRows - ownRare) / rest,
  };
}

function isRare(value: number, rows: number): boolean {
  return rows < MIN_VALUE_ROWS && value !== NULL_VALUE;
}

/**
 * Counts how values repeat: the rows with a rare value, and the values that are not rare; null is
 * neither.
 */
export function countRepeats(sorted: Float64Array): {
  readonly rareRows: number;
  readonly frequentValues: number;
} {
  let [rareRows, frequentValues, at] = [0, 0, 0];
  while (at < sorted.length) {
    const value = sorted[at];
    const next = endOfRun(sorted, at);
    if (isRare(value, next - at)) rareRows += next - at;
    else if (value !== NULL_VALUE) frequentValues++;
    at = next;
  }
  return { rareRows, frequentValues };
}

/** Returns where the values end that equal the one at `from`. */
function endOfRun(sorted: Float64Array, from: number): number {
  const value = sorted[from];
  let at = from + 1;
  while (at < sorted.length && sorted[at] === value) at++;
  return at;
}

/**
 * Measures how closely two columns of numbers are related: Pearson's and Spearman's correlation.
 *
 * @module
 */

import { searchSorted } from '../encode/field/search-sorted.ts';
import { sortNumbers } from '../encode/field/sort-numbers.ts';
import { pickRows } from '../encode/rows/row-lists.ts';

/** Two columns of numbers, row by row, without nulls. */
export interface Pairs {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Returns the numbers of those `rows` where both columns have one; `x` and `y` hold a number for each
 * row.
 */
export function knownPairs(x: Float64Array, y: Float64Array, rows: Int32Array): Pairs {
  const isKnown = (row: number): boolean => !Number.isNaN(x[row]) && !Number.isNaN(y[row]);
  const known = rows.filter(isKnown);
  return { x: pickRows(x, known), y: pickRows(y, known) };
}

/**
 * Returns Pearson's correlation, −1…1.
 *
 * @returns 0 where it is not defined: for a constant, and where squares leave the range of a double
 */
export function pearson({ x, y }: Pairs): number {
  const [deviationsX, deviationsY] = [deviations(x), deviations(y)];
  let [squaresX, squaresY, products] = [0, 0, 0];
  for (let at = 0; at < x.length; at++) {
    const [dx, dy] = [deviationsX[at], deviationsY[at]];
    squaresX += dx * dx;
    squaresY += dy * dy;
    products += dx * dy;
  }
  const correlation = products / (Math.sqrt(squaresX) * Math.sqrt(squaresY));
  return Number.isFinite(correlation) ? Math.max(-1, Math.min(1, correlation)) : 0;
}

/** Returns Spearman's correlation, −1…1, which is Pearson's of the ranks. */
export function spearman({ x, y }: Pairs): number {
  return pearson({ x: midRanks(x), y: midRanks(y) });
}

/**
 * Returns the deviations from the mean. Numbers such as times are far from zero and near one another: the
 * first one is subtracted before, so that they lose no digits.
 */
function deviations(values: Float64Array): Float64Array {
  const [first = 0] = values;
  const shifted = values.map((value) => value - first);
  let sum = 0;
  for (const value of shifted) sum += value;
  const mean = sum / values.length;
  return shifted.map((value) => value - mean);
}

/** Returns ranks from 0; equal values share the middle of theirs. */
function midRanks(values: Float64Array): Float64Array {
  const sorted = sortNumbers(values.slice());
  const placeOf = (value: number, side: 'left' | 'right'): number =>
    searchSorted(sorted, value, side);
  return values.map((value) => (placeOf(value, 'left') + placeOf(value, 'right') - 1) / 2);
}

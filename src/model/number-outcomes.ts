/**
 * Describes what the next number of a field can be: bins between training quantiles, an open bin at either end, and
 * beyond these a tail, so that numbers farther out score higher.
 *
 * A tail is a generalised Pareto distribution of the distance to the outermost edge. Its log survival,
 * ln(1 + shape · distance / scale) / shape, is added to the surprise of the bin.
 *
 * @see J. Pickands, "Statistical inference using extreme order statistics", Annals of Statistics 3 (1), 1975
 * @see J. R. M. Hosking and J. R. Wallis, "Parameter and quantile estimation for the generalized Pareto
 *   distribution", Technometrics 29 (3), 1987: probability-weighted moments
 * @module
 */

import { quantile, sortedValues } from '../encode/field/quantile.ts';
import { searchSorted } from '../encode/field/search-sorted.ts';

/** The number of bins between the outer ones. */
const BINS = 16;

/** Further edges, by share of the training values; one is kept if at least this many training values lie beyond it. */
const OUTER_SHARES: readonly number[] = [0.001, 0.01, 0.97, 0.99, 0.997, 0.999];
const FEWEST_BEYOND = 10;

/** A tail is fitted to this share of the values, or, if these are fewer, to `TAIL_VALUES`, at most half of them. */
const TAIL_SHARE = 0.03;
const TAIL_VALUES = 20;

/**
 * The shape of a tail lies between these. With the least one, bits grow with the logarithm of a distance far
 * out, so that they stay finite for any number; beyond the largest one there is hardly a mean.
 */
const LEAST_SHAPE = 0.1;
const MOST_SHAPE = 0.9;

/** The least normal double: smaller scales lose their digits, and may become 0. */
const LEAST_SCALE = 2 ** -1022;

/** Plotting positions are (i − 0.35)/n, as Hosking and Wallis recommend. */
const PLOTTING_OFFSET = 0.35;

export interface Tail {
  /** In the unit of the numbers, at the outermost edge. */
  readonly scale: number;
  readonly shape: number;
  /** The training value that lies farthest out. */
  readonly extreme: number;
}

/** Edges ascend. Outcome 0 is null; 1 lies below them all, the last one above. */
export interface NumberOutcomes {
  readonly edges: readonly number[];
  /** Models of older releases have edges up to the extreme values, and no tails. */
  readonly tails?: { readonly below: Tail; readonly above: Tail } | undefined;
}

/** A number lies beyond the edges, or beyond all training values. */
export interface Beyond {
  readonly side: 'below' | 'above';
  /** What the distance to the edge adds to the surprise. */
  readonly bits: number;
  readonly isUnseen: boolean;
}

/**
 * @param values - of training rows, NaN for null
 * @returns `undefined` where they have one value at most
 */
export function fitNumberOutcomes(values: Float64Array): NumberOutcomes | undefined {
  const sorted = sortedValues(values);
  const count = sorted.length;
  if (count === 0 || sorted[0] === sorted[count - 1]) return undefined;
  const body = Array.from({ length: BINS - 1 }, (_, index) => (index + 1) / BINS);
  const outer = OUTER_SHARES.filter((share) => Math.min(share, 1 - share) * count >= FEWEST_BEYOND);
  const shares = [...body, ...outer].sort((a, b) => a - b);
  // Interpolation between subnormal numbers rounds so much that quantiles may fall.
  const distinct = [...new Set(shares.map((share) => quantile(sorted, share)))].sort(
    (one, other) => one - other,
  );
  // A value that nearly all rows have is a bin of its own.
  const edges = distinct.length === 1 ? [...distinct, ...distinct] : distinct;
  const mirrored = sorted.map((value) => -value).reverse();
  const below = fitTail(mirrored, -(edges[0] as number));
  const tails = {
    below: { ...below, extreme: sorted[0] },
    above: fitTail(sorted, edges.at(-1) as number),
  };
  return { edges, tails };
}

/** Returns the outcome of a number; one at the last edge belongs to the bin below it. */
export function numberOutcome(edges: readonly number[], value: number): number {
  if (Number.isNaN(value)) return 0;
  const below = searchSorted(edges, value, 'right');
  return 1 + (value === edges.at(-1) ? below - 1 : below);
}

/** Tells how far beyond the edges a number lies; `undefined` for null and one between them. */
export function beyondEdges({ edges, tails }: NumberOutcomes, value: number): Beyond | undefined {
  const [first, last] = [edges[0] as number, edges.at(-1) as number];
  if (value > last) {
    const bits = tails === undefined ? 0 : tailBits(tails.above, value - last);
    return { side: 'above', bits, isUnseen: value > (tails?.above.extreme ?? last) };
  }
  if (value < first) {
    const bits = tails === undefined ? 0 : tailBits(tails.below, first - value);
    return { side: 'below', bits, isUnseen: value < (tails?.below.extreme ?? first) };
  }
  return undefined;
}

function tailBits({ scale, shape }: Tail, distance: number): number {
  // A distance of two doubles may overflow.
  const ratio = Math.min(distance, Number.MAX_VALUE) / scale;
  return Math.log1p(shape * Math.min(ratio, Number.MAX_VALUE)) / shape / Math.LN2;
}

/**
 * Fits the tail above an edge to the largest values.
 *
 * @param sorted - ascending, with two values at least
 */
function fitTail(sorted: Float64Array, edge: number): Tail {
  const count = sorted.length;
  const extreme = sorted[count - 1];
  const most = Math.max(1, Math.min(TAIL_VALUES, count >> 1));
  const size = Math.max(most, Math.ceil(TAIL_SHARE * count));
  const from = sorted[count - size - 1];
  const { scale, shape } = fitPareto(sorted.subarray(count - size).map((value) => value - from));
  if (scale >= LEAST_SCALE && Number.isFinite(scale)) {
    // Beyond a higher threshold a generalised Pareto distribution has the same shape and a larger scale.
    return { scale: scale + shape * Math.max(0, edge - from), shape, extreme };
  }
  // Where the largest values are equal, the scale is estimated from their range: that of n exponential values is about ln n.
  const range = Math.min(Number.MAX_VALUE, extreme - sorted[0]);
  return { scale: Math.max(LEAST_SCALE, range / Math.log(1 + count)), shape, extreme };
}

/**
 * Fits a generalised Pareto distribution by probability-weighted moments; where its shape is not allowed, by
 * the mean alone.
 *
 * @param excesses - ascending, not negative
 */
function fitPareto(excesses: Float64Array): { readonly scale: number; readonly shape: number } {
  const { length } = excesses;
  let [mean, weighted] = [0, 0];
  for (const [at, excess] of excesses.entries()) {
    const above = 1 - (at + 1 - PLOTTING_OFFSET) / length;
    mean += excess / length;
    weighted += (above * excess) / length;
  }
  const found = 2 - mean / (mean - 2 * weighted);
  const shape = Math.min(MOST_SHAPE, Math.max(LEAST_SHAPE, Number.isNaN(found) ? 0 : found));
  // The mean of such a distribution is scale / (1 − shape).
  return { scale: mean * (1 - shape), shape };
}

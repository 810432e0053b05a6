/**
 * Finds a stretch of the held-out rows that surprises far more than the others: it may hold an attack.
 *
 * @module
 */

import { quantile } from '../../encode/field/quantile.ts';
import { type FitData, timeRange } from '../../model/examples.ts';
import type { Surprises } from '../../model/prediction.ts';
import { sumOf } from './head-sum.ts';

export interface OutlyingBlock {
  /** The times `from` and `until` are in epoch seconds; they are null without times. */
  readonly from: number | null;
  readonly until: number | null;
  /**
   * The bits of a row count beyond those that the model expected: `median` is their median in the block,
   * and `usual` is the median of all such medians.
   */
  readonly median: number;
  readonly usual: number;
  /** Most of its rows are of entities that did not train. */
  readonly isOfOthers: boolean;
}

const BLOCKS = 10;
const FEWEST_ROWS = 20;

/** A block is unusual from this many standard deviations of medians on. */
const FAR = 6;

/** A normal distribution has this ratio of half its interquartile range to its standard deviation. */
const NORMAL_QUARTILE = 0.6745;

/** This is the standard error of a median of n over σ/√n, for a normal distribution. */
const MEDIAN_ERROR = 1.2533;

/**
 * Returns the block that stands out most, if one does.
 *
 * @param examples - in the order of `surprises`
 */
export function outlyingBlock(
  data: Pick<FitData, 'placed' | 'training'>,
  examples: Int32Array,
  { excess }: Pick<Surprises, 'excess'>,
): OutlyingBlock | undefined {
  const size = Math.floor(examples.length / BLOCKS);
  const startOf = (block: number): number => Math.floor((block * examples.length) / BLOCKS);
  if (size < FEWEST_ROWS) return undefined;
  const { placed } = data;
  const order = Int32Array.from(examples.keys()).sort(
    (a, b) => placed.ranks[examples[a]] - placed.ranks[examples[b]],
  );
  const heads = excess.length / examples.length;
  const surprise = Float64Array.from(order, (index) => sumOf(excess, index, heads));
  const medians = Float64Array.from({ length: BLOCKS }, (_, block) =>
    quantile(surprise.slice(startOf(block), startOf(block + 1)).sort(), 0.5),
  );
  const usual = quantile(medians.toSorted(), 0.5);
  const spread = Math.max(
    deviation(medians, usual),
    (MEDIAN_ERROR * deviation(surprise, quantile(surprise.toSorted(), 0.5))) / Math.sqrt(size),
  );
  const block = medians.reduce((most, median, at) => (median > medians[most] ? at : most), 0);
  const median = medians[block];
  if (!(median - usual > FAR * spread)) return undefined;
  const own = order
    .slice(startOf(block), startOf(block + 1))
    .map((index) => examples[index] as number);
  const [from, until] = timeRange(data, own);
  return { from, until, median, usual, isOfOthers: 2 * countOthers(data, own) > own.length };
}

/** Returns how many examples are of entities that have no training example. */
function countOthers(
  { placed: { rows, entities }, training }: Pick<FitData, 'placed' | 'training'>,
  examples: Int32Array,
): number {
  if (entities === undefined) return 0;
  const entityOf = (at: number): number => entities[rows[at]];
  const trained = new Set(training.values().map(entityOf));
  return examples.filter((at) => !trained.has(entityOf(at))).length;
}

/** Estimates the standard deviation by the median distance from `middle`. */
function deviation(values: Float64Array, middle: number): number {
  const distances = values.map((value) => Math.abs(value - middle)).sort();
  return quantile(distances, 0.5) / NORMAL_QUARTILE;
}

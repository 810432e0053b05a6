/**
 * Counts what an LSTM must beat where it predicts the next row: how often each value occurs in its field, and
 * how often after the value of the row before. It counts training rows alone.
 *
 * @module
 */

import type { Metrics } from '../../model/record.ts';

/**
 * The targets `[rows, heads]` are outcomes in the order of rows; the row in front of an example is the row
 * before it.
 */
interface CountedRows {
  readonly targets: Float32Array;
  readonly training: Int32Array;
  /** Tells the rows that have none before them. */
  readonly isFirst: (row: number) => boolean;
}

export interface Counts {
  readonly sizes: readonly number[];
  /** The outcomes of each head begin here among those of all heads. */
  readonly firsts: readonly number[];
  /** `[outcomes]`: how often each occurs in training examples. */
  readonly values: Float64Array;
  readonly examples: number;
  /**
   * `pairs` counts how often an outcome followed the one before it, by the key before · outcomes + outcome.
   */
  readonly pairs: ReadonlyMap<number, number>;
  /**
   * `[outcomes + heads]`: how often each was followed by anything; the last ones are the begins
   * of sequences, one for each head.
   */
  readonly before: Float64Array;
}

/** The pseudocount that is added to the count of each outcome (additive smoothing). */
const SMOOTHING = 0.5;

export function countValues(rows: CountedRows, sizes: readonly number[]): Counts {
  const { targets, training } = rows;
  let total = 0;
  const firsts = sizes.map((size) => {
    total += size;
    return total - size;
  });
  const values = new Float64Array(total);
  const before = new Float64Array(total + sizes.length);
  const pairs = new Map<number, number>();
  for (const at of training) {
    for (const [head, first] of firsts.entries()) {
      const own = first + targets[at * sizes.length + head];
      const last = outcomeBefore(rows, { sizes, first, head, total }, at);
      values[own] = values[own] + 1;
      before[last] = before[last] + 1;
      const key = last * total + own;
      pairs.set(key, (pairs.get(key) ?? 0) + 1);
    }
  }
  return { sizes, firsts, values, examples: training.length, pairs, before };
}

/** The outcomes of a head begin at `first` among the `total` of all heads. */
interface CountedHead {
  readonly sizes: readonly number[];
  readonly first: number;
  readonly head: number;
  readonly total: number;
}

/** Returns the outcome of a head in the row before, or the begin of a sequence. */
function outcomeBefore(
  { targets, isFirst }: Pick<CountedRows, 'targets' | 'isFirst'>,
  { sizes, first, head, total }: CountedHead,
  at: number,
): number {
  return isFirst(at) ? total + head : first + targets[(at - 1) * sizes.length + head];
}

/**
 * Returns the bits by which an outcome surprises.
 *
 * @param own - the outcome, among those of all heads
 * @param last - the one before it
 */
function countedBits(counts: Counts, head: number, own: number, last: number | undefined): number {
  const { sizes, values, examples, pairs, before } = counts;
  const size = sizes[head];
  const frequency = (values[own] + SMOOTHING) / (examples + SMOOTHING * size);
  if (last === undefined) return -Math.log2(frequency);
  // After outcomes that are rare the frequency of the value alone decides.
  const followed = pairs.get(last * values.length + own) ?? 0;
  return -Math.log2((followed + frequency) / (before[last] + 1));
}

/** Returns the mean bits of a row. */
export function countFigures(
  counts: Counts,
  rows: Pick<CountedRows, 'targets' | 'isFirst'>,
  examples: Int32Array,
  by: 'value' | 'pair',
): Metrics {
  const { sizes, firsts } = counts;
  const { targets } = rows;
  const total = counts.values.length;
  let surprise = 0;
  for (const at of examples) {
    for (const [head, first] of firsts.entries()) {
      const own = first + targets[at * sizes.length + head];
      const last = outcomeBefore(rows, { sizes, first, head, total }, at);
      const bits = countedBits(counts, head, own, by === 'pair' ? last : undefined);
      surprise += bits / examples.length;
    }
  }
  return { surprise };
}

/**
 * Describes what later rows are compared with.
 *
 * @module
 */

import { define, list, number, object, optional } from '../described.ts';
import { count } from './shared.ts';

/** Block statistics hold the distances that are usual for blocks of a size. */
export const blockStatistics = object({
  rows: count,
  /** The list `[columns]` has the mean distance of a block from the other rows. */
  distances: list(number({ minimum: 0 })),
  /**
   * The largest of the columns' distances, as a multiple of what is usual, hardly exceeds this; at least
   * 1.
   */
  limit: number({ exclusiveMinimum: 0 }),
});

export const baseline = define(
  'baseline',
  object({
    counts: list(list(number({ minimum: 0 }), { maxItems: 100 })),
    /** The statistics of blocks, ascending in rows; there is at least one. */
    blocks: list(blockStatistics, { minItems: 1, maxItems: 20 }),
  }),
);

/** The counts and distances with which later rows are compared. */
export const drift = object({
  /** The counts are those of all rows of the fit, by the columns that a reading watches. */
  values: baseline,
  /**
   * The counts of the held-out rows. The first columns count for each category whether it was unknown
   * (`unknownCounts`), also in rows that are no examples; the others count the predictions for examples.
   * The key is absent where there are too few such rows.
   */
  heldOut: optional(baseline),
});

/**
 * Deals examples into batches, in stretches of a few neighbouring windows.
 *
 * @module
 */

import type { Sequences } from '../../encode/rows/steps.ts';
import { type Random, shuffle } from '../../random.ts';

/**
 * Windows that follow one another share all rows but one, whose input projection is computed once a
 * batch: short runs of them train 1.2 to 1.7 times as many rows a second. `npm run bench -- runs` shows
 * that the loss stays within what another seed changes.
 */
const RUN_LENGTH = 4;

/** A batch holds at least this many runs. */
const FEWEST_RUNS = 8;

/**
 * Windows of a run; 1 where sequences share nothing: with an `order` they are lists of tokens.
 *
 * @param longest - at most
 */
export function runLength({ order }: Sequences, batchSize: number, longest = RUN_LENGTH): number {
  if (order !== undefined) return 1;
  return Math.max(1, Math.min(longest, Math.floor(batchSize / FEWEST_RUNS)));
}

/** Returns the examples in stretches of `length` neighbours, the stretches in random order. */
export function shuffledRuns(examples: Int32Array, length: number, random: Random): Int32Array {
  const runs = Int32Array.from({ length: Math.ceil(examples.length / length) }, (_, run) => run);
  shuffle(runs, random);
  const order = new Int32Array(examples.length);
  let filled = 0;
  for (const run of runs) {
    const part = examples.subarray(run * length, (run + 1) * length);
    order.set(part, filled);
    filled += part.length;
  }
  return order;
}

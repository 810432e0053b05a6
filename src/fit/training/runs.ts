/**
 * Deals examples into batches, in stretches of a few neighbouring windows.
 *
 * @module
 */

import type { Sequences } from '../../encode/rows/steps.ts';
import { inputWidth, multiplyAdds, type NetworkSpec } from '../../network/network-spec.ts';
import { type Random, shuffle } from '../../random.ts';

/**
 * Windows that follow one another share all rows but one, whose input projection is computed once a batch. In
 * runs of so many windows a row is projected about a quarter as often as without.
 */
const RUN_LENGTH = 4;

/** A batch holds at least this many runs. */
const FEWEST_RUNS = 8;

/**
 * Runs pay where they save this share of the multiply-adds. Where they save less, batches of windows that are
 * not neighbours are the better ones to learn from (`npm run bench -- runs`).
 */
const WORTH_SAVING = 0.25;

/** Returns the windows of a run; 1 where runs do not pay. */
export function runLength(
  { order }: Pick<Sequences, 'order'>,
  network: NetworkSpec,
  batchSize: number,
): number {
  // With an `order`, sequences are lists of tokens, which share nothing.
  if (order !== undefined || network.units.length === 0) return 1;
  const length = Math.min(RUN_LENGTH, Math.floor(batchSize / FEWEST_RUNS));
  if (length < 2) return 1;
  const projection = 4 * (network.units[0] as number) * inputWidth(network);
  const saved = (1 - 1 / length) * (projection / multiplyAdds(network));
  return saved < WORTH_SAVING ? 1 : length;
}

/**
 * Returns the examples in stretches of `length` neighbours, the stretches in random order. Where they begin is
 * random, too, so that another pass has other ones.
 */
export function shuffledRuns(examples: Int32Array, length: number, random: Random): Int32Array {
  const phase = length === 1 ? 0 : random.integer(length);
  const count = Math.ceil((examples.length + phase) / length);
  const runs = Int32Array.from({ length: count }, (_, run) => run);
  shuffle(runs, random);
  const order = new Int32Array(examples.length);
  let filled = 0;
  for (const run of runs) {
    const first = run * length - phase;
    const part = examples.subarray(Math.max(0, first), Math.max(0, first + length));
    order.set(part, filled);
    filled += part.length;
  }
  return order;
}

/**
 * Finds what a forecast learns: how far the rows ahead lie from the last value that the window knows.
 *
 * @module
 */

import { type LevelSequences, lastLevels } from '../../encode/rows/levels.ts';
import { range } from '../../encode/rows/row-lists.ts';

/** Returns where the rows begin that each position's example predicts; the last of them is its own. */
export function spanStarts(count: number, horizon: number): Int32Array {
  return Int32Array.from({ length: count }, (_, at) => at - horizon + 1);
}

/**
 * Returns what is predicted for each position: the change to each row of its span, NaN where one is not known.
 *
 * @param sequences - by position: what is read for it, with the levels of its steps
 * @returns `[positions, horizon]`
 */
export function changesAhead(sequences: LevelSequences, horizon: number): Float32Array {
  const { levels = new Float64Array(0) } = sequences.steps;
  const count = sequences.starts.length;
  const last = lastLevels(sequences, range(count));
  const changes = new Float32Array(count * horizon).fill(Number.NaN);
  for (let at = 0; at < count; at++) {
    const first = at - horizon + 1;
    for (let step = Math.max(0, -first); step < horizon; step++) {
      changes[at * horizon + step] = levels[first + step] - last[at];
    }
  }
  return changes;
}

/** Returns the root mean square of the changes of examples; NaN for none. */
export function changeSize(changes: Float32Array, examples: Int32Array, horizon: number): number {
  let [sum, count] = [0, 0];
  for (const at of examples) {
    for (const change of changes.subarray(at * horizon, (at + 1) * horizon)) {
      if (Number.isNaN(change)) continue;
      sum += change ** 2;
      count++;
    }
  }
  return Math.sqrt(sum / count);
}

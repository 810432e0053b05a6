/**
 * Leaves out the training windows that share rows with a window of another part, as windows at the borders of
 * the blocks of `split=random` do: a network would have seen rows that it is tested on.
 *
 * @module
 */

import type { Split } from './split.ts';

/**
 * @param starts - `[positions]`: where the window that ends at a position begins, inside its sequence
 */
export function dropBorder(split: Split, starts: Int32Array): Split {
  const isHeldOut = new Uint8Array(starts.length);
  for (const at of [...split.validation, ...split.test]) isHeldOut[at] = 1;
  const [before, after] = [lastBefore(isHeldOut), firstAfter(isHeldOut)];
  const isApart = (at: number): boolean => {
    const next = after[at];
    return before[at] < starts[at] && (next === starts.length || starts[next] > at);
  };
  return { ...split, training: split.training.filter(isApart) };
}

/** Returns the last marked position before each one; −1 for none. */
function lastBefore(isMarked: Uint8Array): Int32Array {
  let last = -1;
  return new Int32Array(isMarked.length).map((_, at) => {
    const before = last;
    if (isMarked[at] === 1) last = at;
    return before;
  });
}

/** Returns the first marked position after each one; the number of positions for none. */
function firstAfter(isMarked: Uint8Array): Int32Array {
  const after = new Int32Array(isMarked.length);
  let first = isMarked.length;
  for (let at = isMarked.length - 1; at >= 0; at--) {
    after[at] = first;
    if (isMarked[at] === 1) first = at;
  }
  return after;
}

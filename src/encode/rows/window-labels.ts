/**
 * Labels windows for `label=any`: a window is positive if any of its rows is.
 *
 * @module
 */

import type { Split } from './split.ts';

/**
 * Returns the class of each window.
 *
 * @param classes - `[positions]`: the class of each row in sequence order, 0 or 1, NaN for null
 * @param starts - `[positions]`: where the window that ends at a position begins
 */
export function anyPositive(classes: Float32Array, starts: Int32Array): Float32Array {
  const before = positivesBefore(classes);
  return classes.map((own, at) => {
    const positives = before[at + 1] - before[starts[at]];
    return Number.isNaN(own) || positives === 0 ? own : 1;
  });
}

/** Counts the positive rows before each position, `[positions + 1]`. */
function positivesBefore(classes: Float32Array): Int32Array {
  const before = new Int32Array(classes.length + 1);
  for (let at = 0; at < classes.length; at++) {
    before[at + 1] = before[at] + (classes[at] === 1 ? 1 : 0);
  }
  return before;
}

/**
 * Drops the windows that hold a labelled row of another part, because its class would then be known in
 * two parts.
 *
 * @param count - the number of positions
 */
export function dropCrossing(split: Split, starts: Int32Array, count: number): Split {
  const parts = [split.training, split.validation, split.test];
  const partOf = new Uint8Array(count);
  for (const [index, examples] of parts.entries())
    for (const at of examples) partOf[at] = index + 1;
  const before = otherPartBefore(partOf);
  const isWhole = (at: number): boolean => before[at] < starts[at];
  const [training, validation, test] = parts.map((examples) => examples.filter(isWhole));
  return { training, validation, test } as Split;
}

/**
 * Returns, for each example, the last example before it that belongs to another part, `[positions]`, −1
 * for none. It passes over all rows once, however long windows are.
 *
 * @param partOf - `[positions]`: 0 where there is no example
 */
function otherPartBefore(partOf: Uint8Array): Int32Array {
  let [part, previous, other] = [0, -1, -1];
  return new Int32Array(partOf.length).map((_, at) => {
    const own = partOf[at];
    if (own === 0) return -1;
    if (own !== part) [part, other] = [own, previous];
    previous = at;
    return other;
  });
}

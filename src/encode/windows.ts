/**
 * Windows: a row's window is its sequence's last rows, the row itself included. A sequence's first
 * rows have shorter windows; nothing is padded.
 *
 * @module
 */

import type { RowOrder } from './row-order.ts';
import type { Sequences, Steps } from './steps.ts';

/**
 * The window of every row of `order`, over steps in that order.
 *
 * @param steps - `steps.count` = rows of `order`
 * @param window - rows in a full window
 */
export function windowsOver(
  steps: Steps,
  { begins }: Pick<RowOrder, 'begins'>,
  window: number,
): Sequences {
  const starts = windowStarts({ begins }, window);
  return { steps, starts, lengths: starts.map((start, at) => at - start + 1) };
}

/** Where the window of each row of `order` begins. */
export function windowStarts(
  { begins }: Pick<RowOrder, 'begins'>,
  window: 'fields' | number,
): Int32Array {
  const rows = window === 'fields' ? 1 : window;
  return begins.map((begin, at) => Math.max(begin, at - rows + 1));
}

/** Rows of the sequence so far, the row itself included, for each row of `order`. */
export function depths({ begins }: Pick<RowOrder, 'begins'>): Int32Array {
  return begins.map((begin, at) => at - begin + 1);
}

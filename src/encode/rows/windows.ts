/**
 * Windows: a row's window is its sequence's last rows, the row itself included. A sequence's first
 * rows have shorter windows; nothing is padded.
 *
 * @module
 */

import type { RowOrder } from './row-order.ts';
import type { Sequences, Steps } from './steps.ts';

/** What is read of a row's sequence: at most `rows` rows, the last of which is `lead` rows before. */
export interface Reach {
  readonly rows: number;
  /** 0 where the row itself is read. */
  readonly lead: number;
}

/**
 * What is read for every row of `order`, over steps in that order. For a row with too few rows before
 * it nothing can be read: it stands for itself, and nobody may ask for it.
 *
 * @param steps - `steps.count` = rows of `order`
 */
export function windowsOver(
  steps: Steps,
  order: Pick<RowOrder, 'begins'>,
  reach: Reach,
): Sequences {
  return { steps, ...windowSpans(order, reach) };
}

/** Where what is read for each row of `order` begins, and its rows. */
export function windowSpans(
  order: Pick<RowOrder, 'begins'>,
  reach: Reach,
): Pick<Sequences, 'starts' | 'lengths'> {
  const starts = windowStarts(order, reach);
  const lengths = starts.map((start, at) => Math.max(1, at - reach.lead - start + 1));
  return { starts, lengths };
}

/** Where what is read for each row of `order` begins. */
export function windowStarts(
  { begins }: Pick<RowOrder, 'begins'>,
  { rows, lead }: Reach,
): Int32Array {
  return begins.map((begin, at) =>
    at - lead < begin ? at : Math.max(begin, at - lead - rows + 1),
  );
}

/** Rows of the sequence so far, the row itself included, for each row of `order`. */
export function depths({ begins }: Pick<RowOrder, 'begins'>): Int32Array {
  return begins.map((begin, at) => at - begin + 1);
}

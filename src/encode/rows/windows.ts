/**
 * Makes windows: a row's window is the last rows of its sequence, the row itself included. A sequence's
 * first rows have shorter windows; nothing is padded.
 *
 * @module
 */

import type { RowOrder } from './row-order.ts';
import type { Sequences, Steps } from './steps.ts';

/**
 * What is read of a row's sequence: at most `rows` rows, of which the last stands `lead` rows before the
 * row.
 */
export interface Reach {
  readonly rows: number;
  /** 0 where the row itself is read. */
  readonly lead: number;
}

/**
 * Makes the sequence that is read for every row of `order`, over steps in that order. A row that has too
 * few rows before it has nothing to read: it gets itself as a placeholder, and callers must leave it out.
 *
 * @param steps - `steps.count` = rows of `order`
 */
export function windowsOver(
  steps: Steps,
  order: Pick<RowOrder, 'begins'>,
  reach: Reach,
): Sequences {
  const known = steps.levels && { firsts: order.begins };
  return { steps, ...windowSpans(order, reach), ...known };
}

/** Returns where the sequence that is read for each row of `order` begins, and its number of rows. */
export function windowSpans(
  order: Pick<RowOrder, 'begins'>,
  reach: Reach,
): Pick<Sequences, 'starts' | 'lengths'> {
  const starts = windowStarts(order, reach);
  const lengths = starts.map((start, at) => Math.max(1, at - reach.lead - start + 1));
  return { starts, lengths };
}

/** Returns where the sequence that is read for each row of `order` begins. */
function windowStarts({ begins }: Pick<RowOrder, 'begins'>, { rows, lead }: Reach): Int32Array {
  return begins.map((begin, at) =>
    at - lead < begin ? at : Math.max(begin, at - lead - rows + 1),
  );
}

/** Returns the number of rows of the sequence so far, the row itself included, for each row of `order`. */
export function depths({ begins }: Pick<RowOrder, 'begins'>): Int32Array {
  return begins.map((begin, at) => at - begin + 1);
}

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
  /**
   * A step that holds no row stands before the first row of each sequence, and counts as one of `rows`. So
   * the first row has something to be predicted from.
   */
  readonly hasBegin?: boolean | undefined;
}

/** Returns how many rows a sequence needs, the row itself included, before something is read for a row. */
export function leastRows({ lead, hasBegin = false }: Pick<Reach, 'lead' | 'hasBegin'>): number {
  return lead + 1 - Number(hasBegin);
}

/**
 * Makes the sequence that is read for every row of `order`, over steps in that order. A row that has too
 * few rows before it has nothing to read: it gets itself as a placeholder, and callers must leave it out.
 *
 * @param steps - one for each row of `order`; where sequences have a begin, those of the begins follow, in
 *   the order of `beginsOf`
 */
export function windowsOver(
  steps: Steps,
  order: Pick<RowOrder, 'begins'>,
  reach: Reach,
): Sequences {
  if (reach.hasBegin) return { steps, ...windowsWithBegins(order, reach) };
  const known = steps.levels && { firsts: order.begins };
  return { steps, ...windowSpans(order, reach), ...known };
}

/** Returns the positions of the first rows of the sequences, ascending. */
export function beginsOf({ begins }: Pick<RowOrder, 'begins'>): Int32Array {
  return begins.filter((begin, at) => begin === at);
}

/** Puts the step of each begin before the first row of its sequence, and makes windows over these places. */
function windowsWithBegins(
  { begins }: Pick<RowOrder, 'begins'>,
  { rows, lead }: Reach,
): Omit<Sequences, 'steps'> {
  const firsts = beginsOf({ begins });
  const order = new Int32Array(begins.length + firsts.length);
  const starts = new Int32Array(begins.length);
  const lengths = new Int32Array(begins.length);
  let passed = 0;
  for (const [at, begin] of begins.entries()) {
    if (begin === at) {
      order[at + passed] = begins.length + passed;
      passed++;
    }
    order[at + passed] = at;
    lengths[at] = Math.max(1, Math.min(rows, at - begin + 2 - lead));
    starts[at] = at + passed - lead - lengths[at] + 1;
  }
  return { starts, lengths, order, most: rows };
}

/**
 * Returns what is read for what comes after rows: the windows that hold the rows themselves.
 *
 * @param sequences - the windows that are read for the rows, which end one row before them
 * @param samples - the rows among these
 */
export function windowsAfter(
  { starts, lengths, most = Number.POSITIVE_INFINITY }: Omit<Sequences, 'steps'>,
  samples: Int32Array,
): Pick<Sequences, 'starts' | 'lengths'> {
  return {
    starts: samples.map((sample) => starts[sample] + Number(lengths[sample] === most)),
    lengths: samples.map((sample) => Math.min(most, lengths[sample] + 1)),
  };
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

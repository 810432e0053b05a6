/**
 * Says how rows become sequences.
 *
 * @module
 */

import type { Reach } from './windows.ts';

/** The number of rows of a window, or what a sequence is made of instead of rows. */
export type Window = 'fields' | 'characters' | number;

/** The windows, gaps, entities and times by which rows become sequences. */
export interface SequenceSpec {
  /**
   * The number of rows of a window; `'fields'` when each row is a sequence of its fields, `'characters'` when
   * it is one of the characters of a text.
   */
  readonly window: Window;
  /** A sequence needs this many rows, more than `reach.lead`, before its rows are scored. */
  readonly minRows: number;
  /** The rows that the network reads for a row, where they are not the row's own window. */
  readonly reach?: Reach | undefined;
  /** A pause of more seconds than this starts a new sequence. */
  readonly gap: number | null;
  /** That a sequence ends is predicted, too. */
  readonly end?: boolean | undefined;
  /**
   * Without a gap, an entity that was quiet for longer has ended: in seconds, or where training had no times in rows
   * of others.
   */
  readonly quiet?: number | undefined;
  readonly by: readonly string[];
  /** The field that orders rows; null when training had none. */
  readonly time: string | null;
}

/**
 * Returns whether sequences are of rows in order, and not of what one row holds. The layers below the
 * readings ask here.
 */
export function isOrdered({ window }: Pick<SequenceSpec, 'window'>): boolean {
  return typeof window === 'number';
}

/** Returns what the network reads for a row: its own window, or the row alone, where there is no `reach`. */
export function reachOf({ window, reach }: Pick<SequenceSpec, 'window' | 'reach'>): Reach {
  return reach ?? { rows: typeof window === 'number' ? window : 1, lead: 0 };
}

import type { Reach } from './windows.ts';

/** How rows become sequences. */
export interface SequenceSpec {
  /** Rows of a window; `'fields'` when each row is a sequence of its fields. */
  readonly window: 'fields' | number;
  /** Rows that a sequence needs before its rows are scored, more than `reach.lead`. */
  readonly minRows: number;
  /** What the network reads for a row, where that is not the row's own window. */
  readonly reach?: Reach | undefined;
  /** Seconds; a longer pause starts a new sequence. */
  readonly gap: number | null;
  readonly by: readonly string[];
  /** Field that orders rows; null when training had none. */
  readonly time: string | null;
}

/** What the network reads for a row. */
export function reachOf({ window, reach }: Pick<SequenceSpec, 'window' | 'reach'>): Reach {
  return reach ?? { rows: window === 'fields' ? 1 : window, lead: 0 };
}

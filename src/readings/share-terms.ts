/**
 * Sets one-hot columns apart from those of a typical sequence, which holds the shares of training rows.
 *
 * @module
 */

import type { LinearShape, LinearTerm } from './linear-inputs.ts';

/** The one-hot columns of a vocabulary begin at `base`. */
interface OneHotColumns {
  readonly field: string;
  readonly base: number;
  readonly shape: Pick<LinearShape, 'dense' | 'columns'>;
}

/**
 * @param id - which of the columns is 1
 * @param counts - how often each was in training rows
 */
export function shareTerms(
  id: number,
  counts: readonly number[],
  { field, base, shape: { dense, columns } }: OneHotColumns,
): LinearTerm[] {
  const total = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
  const term = (at: number, difference: number): LinearTerm => {
    return { column: dense + ((base + at) % columns), difference, field, back: 0 };
  };
  const shares = counts.flatMap((count, at) => (count > 0 ? [term(at, -count / total)] : []));
  return [term(id, 1), ...shares];
}

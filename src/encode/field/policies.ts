/**
 * Applies the options that say what happens to rows that are not like the training rows.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { counted } from '../../notice.ts';
import type { Policies } from './column.ts';
import { countOf } from './encoding-notices.ts';
import { type EncodingReport, HAS_NULL } from './encoding-report.ts';

/**
 * Enforces `nulls=error` and `unseen=error`, if the model was trained with them.
 *
 * @throws UserError with the fields and counts
 */
export function enforcePolicies({ nulls, unseen }: Policies, report: EncodingReport): void {
  if (nulls === 'error') refuseNulls(report);
  const { total, names } = countOf(report, 'unseen', 'unseenCharacters');
  if (unseen === 'error' && total > 0) {
    throw new UserError(
      `The model was trained with unseen=error, and ${counted(total, 'value')} ${total === 1 ? 'is' : 'are'} unknown to it (${names}): leave these rows out, or retrain.`,
    );
  }
}

/** Tells whether `nulls=drop` takes a row out of its sequence. */
export function isDropped({ nulls }: Policies, { marks }: EncodingReport, row: number): boolean {
  return nulls === 'drop' && (marks[row] & HAS_NULL) !== 0;
}

/**
 * Enforces `nulls=error`.
 *
 * @throws UserError when a feature is null in any row
 */
export function refuseNulls(report: EncodingReport): void {
  const { total, names } = countOf(report, 'empty', 'text', 'nonFinite');
  if (total === 0) return;
  throw new UserError(
    `nulls=error, and ${counted(total, 'value')} of the features ${total === 1 ? 'is' : 'are'} null (${names}): fill them, for example with | fillnull, or use nulls=fill.`,
  );
}

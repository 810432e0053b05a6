/**
 * Makes warnings that several commands give.
 *
 * @module
 */

import type { OutputColumn } from '../../protocol/csv-writer.ts';
import type { Messages } from '../../protocol/messages.ts';
import type { SearchResults } from '../../results/results.ts';
import { describePlace, type FoundModel } from '../../store/model-place.ts';

/**
 * Warns that a private model is taken before a shared one, which surprises a user who just trained the
 * shared one.
 *
 * @param hidden - the shared model, if there is one
 */
export function warnHidden(hidden: FoundModel | undefined, messages: Messages): void {
  if (hidden === undefined) return;
  const { name } = hidden;
  messages.warn(
    `Your private model ${name} hides app:${name} (${describePlace(hidden)}): write app:${name} to use that one.`,
  );
}

/** Warns of received columns that added columns replace. */
export function warnReplaced(
  results: SearchResults,
  columns: readonly OutputColumn[],
  messages: Messages,
): void {
  const replaced = columns.map(({ name }) => name).filter((name) => results.has(name));
  if (replaced.length > 0) messages.warn(`Replaced existing columns: ${replaced.join(', ')}.`);
}

import type { OutputColumn } from '../../protocol/csv-writer.ts';
import type { Messages } from '../../protocol/messages.ts';
import type { SearchResults } from '../../results/results.ts';

/** Warns of received columns that added columns replace. */
export function warnReplaced(
  results: SearchResults,
  columns: readonly OutputColumn[],
  messages: Messages,
): void {
  const replaced = columns.map(({ name }) => name).filter((name) => results.has(name));
  if (replaced.length > 0) messages.warn(`Replaced existing columns: ${replaced.join(', ')}.`);
}

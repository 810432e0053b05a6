/**
 * Compiles `addinfo`, which adds what the search is to each row.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Addinfo
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import type { Transform } from '../table.ts';
import { withColumn } from './columns.ts';
import type { SearchContext } from './search-context.ts';

export function addinfo(text: string, { earliest, latest, now, sid }: SearchContext): Transform {
  if (text !== '') throw new UserError(`addinfo has no arguments, got "${text}"`);
  const info = {
    info_min_time: (earliest ?? 0).toFixed(3),
    info_max_time: latest === undefined ? '+Infinity' : latest.toFixed(3),
    info_sid: sid,
    info_search_time: now.toFixed(3),
  };
  return (table) =>
    Object.entries(info).reduce(
      (changed, [name, value]) =>
        withColumn(
          changed,
          name,
          table.rows.map(() => value),
        ),
      table,
    );
}

/**
 * Compiles `collect index=<name> [source=<text>] [sourcetype=<text>]`, which writes results into an index of the
 * local Splunk; `search index=<name>` reads them back.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Collect
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import type { Table, Transform } from '../table.ts';
import { withColumn } from './columns.ts';
import type { SearchContext } from './search-context.ts';
import { readOptions } from './word-options.ts';

export function collect(text: string, { indexes, now, sid }: SearchContext): Transform {
  const { options, names } = readOptions('collect', text, ['index', 'source', 'sourcetype']);
  const index = options.get('index');
  if (index === undefined || index === '' || names.length > 0) {
    throw new UserError(`collect must read: collect index=name; got "${text}"`);
  }
  const metadata = {
    index,
    source: options.get('source') ?? sid,
    sourcetype: options.get('sourcetype') ?? 'stash',
  };
  return (results) => {
    const hasTime = results.fields.includes('_time');
    const timed = hasTime ? results : always(results, '_time', String(now));
    const events = Object.entries(metadata).reduce(
      (table, [field, value]) => always(table, field, value),
      timed,
    );
    indexes.add(index, events);
    return results;
  };
}

/** Gives a field one value in all rows. */
function always(table: Table, field: string, value: string): Table {
  return withColumn(
    table,
    field,
    table.rows.map(() => value),
  );
}

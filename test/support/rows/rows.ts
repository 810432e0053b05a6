import { readCsv } from '../../../src/protocol/csv-reader.ts';
import { type OutputColumn, writeTable } from '../../../src/protocol/csv-writer.ts';
import type { ResultBlock } from '../../../src/results/result-block.ts';
import { SearchResults } from '../../../src/results/results.ts';

/** A row by field; a missing field is null. */
export type Row = Readonly<Record<string, string | number>>;

/** Makes rows as splunkd would send them in one chunk; columns are in first-seen order. */
export function blockOf(rows: readonly Row[], fields: readonly string[] = []): ResultBlock {
  const names = [...new Set([...fields, ...rows.flatMap((row) => Object.keys(row))])];
  const columns = names.map((name): OutputColumn => {
    return { name, values: rows.map((row) => String(row[name] ?? '')) };
  });
  const block = readCsv(writeTable(columns));
  if (block === undefined) throw new Error('a table needs a column');
  return block;
}

export function resultsOf(...chunks: readonly (readonly Row[])[]): SearchResults {
  return SearchResults.of(...chunks.map((rows) => blockOf(rows)));
}

import { readCsv } from '../../src/protocol/csv-reader.ts';
import { writeTable } from '../../src/protocol/csv-writer.ts';
import { type Column, SearchResults } from '../../src/results.ts';

/** A column of results that holds `texts`. */
export function columnOf(texts: readonly string[]): Column {
  const block = readCsv(writeTable([{ name: 'f', values: texts }]));
  if (block === undefined) throw new Error('a table needs a column');
  return SearchResults.of(block).column('f');
}

import type { Cells } from '../../../src/encode/field/cells.ts';
import { parseNumberCell } from '../../../src/encode/field/number.ts';
import { readCsv } from '../../../src/protocol/csv-reader.ts';
import { writeTable } from '../../../src/protocol/csv-writer.ts';
import { SearchResults } from '../../../src/results/results.ts';

/** Makes a column of results that holds `texts`, as encoders read it. */
export function columnOf(texts: readonly string[]): Pick<Cells, 'column' | 'numbers'> {
  const block = readCsv(writeTable([{ name: 'f', values: texts }]));
  if (block === undefined) throw new Error('a table needs a column');
  const results = SearchResults.of(block);
  const [numbers = new Float64Array(0)] = results.numbers(['f'], parseNumberCell);
  return { column: results.column('f'), numbers: () => numbers };
}

/**
 * Reads 50,000 × 80 cells from CSV and writes them with one more column, in one process.
 *
 * @module
 */
import Papa from 'papaparse';
import { readCsv } from '../../src/protocol/csv-reader.ts';
import { writeWithColumns } from '../../src/protocol/csv-writer.ts';
import { SearchResults } from '../../src/results/results.ts';
import { csvFile } from '../data/rows.ts';
import { inTurn, type Side, secondsOf } from '../measure/in-turn.ts';
import { MILLISECONDS, type Report } from '../measure/report.ts';

const ROWS = 50_000;

export async function measureCsv(report: Report): Promise<void> {
  const bytes = csvFile({ rows: ROWS, fields: 80 });
  const added = { name: 'added', values: new Array<string>(ROWS).fill('1') };
  const ours = (): void => {
    const block = readCsv(bytes);
    if (block === undefined) throw new Error('no rows');
    for (const _ of writeWithColumns(SearchResults.of(block), [added]).pieces());
  };
  const papa = (): void => {
    const { data } = Papa.parse<string[]>(bytes.toString('utf8'));
    Papa.unparse(data.map((row) => [...row, '1']));
  };
  const milliseconds =
    (work: () => void): Side =>
    () => ({ value: secondsOf(work) * 1000 });
  ours();
  papa();
  const [mine, figure] = await inTurn([milliseconds(ours), milliseconds(papa)], 5);
  if (mine === undefined || figure === undefined) return;
  const peer = { name: 'Papa Parse', figure };
  report.pair('CSV', '50,000 × 80 cells passed through', MILLISECONDS, mine, peer);
}

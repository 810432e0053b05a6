/**
 * Shows what fits take beside what was estimated before: the constants of
 * `src/estimate/` and of `src/network/engine-cost.ts` come from here.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { madeChunks } from '../data/chunks.ts';
import type { RowShape } from '../data/rows.ts';
import type { Report } from '../measure/report.ts';
import { OurCommands } from '../process/our-commands.ts';

const FITS: readonly (readonly [RowShape, options: string])[] = [
  [{ rows: 1000, fields: 3 }, 'window=5 units=8'],
  [{ rows: 100_000, fields: 3 }, 'window=5 units=8'],
  [{ rows: 1_000_000, fields: 3 }, 'window=5 units=8'],
  [{ rows: 100_000, fields: 3, entities: 20_000 }, 'by entity window=20 units=8'],
  [{ rows: 50_000, fields: 80 }, 'window=5 units=32'],
  [{ rows: 50_000, fields: 80 }, 'window=5 units=32 output=predictions'],
  [{ rows: 20_000, fields: 20 }, 'window=fields units=32'],
  [{ rows: 20_000, fields: 10 }, 'window=200 units=64'],
  [{ rows: 5000, fields: 80 }, 'window=20 units=256'],
  [{ rows: 5000, fields: 1000 }, 'window=5 units=8'],
];

export async function measureEstimates(report: Report): Promise<void> {
  const commands = await OurCommands.start();
  try {
    const rows: string[][] = [];
    for (const [shape, options] of FITS) {
      await commands.run(`lstmfit label from f* into m epochs=2 ${options}`, madeChunks(shape));
      const lines = readFileSync(commands.logFile, 'utf8').trim().split('\n');
      const [estimate, run] = ['estimate', 'run'].map((event) => last(lines, event));
      rows.push([
        `${shape.rows.toLocaleString('en')} × ${shape.fields}`,
        options,
        String(estimate?.['estimated_memory_mb']),
        String(run?.['memory_mb']),
        String(estimate?.['estimated_seconds']),
        String(run?.['seconds']),
      ]);
    }
    const columns = ['rows × fields', 'fit', 'estimated MB', 'MB', 'estimated s', 's'];
    report.table('Estimates of fits, two epochs:', columns, rows);
  } finally {
    await commands.close();
  }
}

function last(lines: readonly string[], event: string): Record<string, unknown> | undefined {
  return lines.map((line) => JSON.parse(line)).findLast((line) => line.event === event);
}

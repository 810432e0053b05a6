/**
 * `npm run quality -- forecast` also compares forecasts of series whose ways change or differ, 1 and 12 rows ahead.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';
import { type Table, textOf } from '../../../tools/local-splunk/table.ts';
import { printRow, spread } from '../quality-table.ts';
import { measureRegime, type RegimeFigures } from './regime-fits.ts';
import { makeRegime, REGIMES } from './regimes.ts';

const HORIZONS = [1, 12];

const COLUMNS = [
  'series',
  'rows ahead',
  'error over last value',
  'best simple',
  'coverage of 90 %',
  'width and misses',
  'alerts at 0.001',
  'seconds',
];

/**
 * @param seeds - the seeds of the series, and of their fits
 * @param folder - gets the series, for `regime_peers.py`
 */
export async function measureRegimes(
  seeds: readonly number[],
  folder: string | undefined,
): Promise<void> {
  console.log('');
  printRow(COLUMNS);
  printRow(COLUMNS.map(() => '---'));
  const splunkd = await Splunkd.start(['lstm_toolkit']);
  try {
    for (const name of REGIMES) {
      const series = seeds.map((seed) => makeRegime(name, seed));
      if (folder !== undefined) writeSeries(folder, name, series);
      for (const horizon of HORIZONS) {
        const fits: RegimeFigures[] = [];
        for (const [at, table] of series.entries()) {
          fits.push(await measureRegime(splunkd, table, { horizon, seed: seeds[at] ?? 0 }));
        }
        printRegime([name, String(horizon)], fits);
      }
    }
  } finally {
    await splunkd.close();
  }
}

function printRegime(named: readonly string[], fits: readonly RegimeFigures[]): void {
  const text = (figure: (fit: RegimeFigures) => number, digits = 3): string =>
    spread(fits.map(figure), digits);
  const names = [...new Set(fits.map(({ best }) => best))].join(', ');
  printRow([
    ...named,
    text(({ error }) => error),
    `${text(({ bestError }) => bestError)} (${names})`,
    text(({ coverage }) => coverage),
    text(({ winkler }) => winkler),
    text(({ alerts }) => alerts, 4),
    text(({ seconds }) => seconds, 1),
  ]);
}

function writeSeries(folder: string, name: string, series: readonly Table[]): void {
  mkdirSync(folder, { recursive: true });
  for (const [at, { fields, rows }] of series.entries()) {
    const lines = [fields, ...rows.map((row) => row.map(textOf))].map((cells) => cells.join(','));
    writeFileSync(join(folder, `${name}-${at}.csv`), `${lines.join('\n')}\n`);
  }
}

/**
 * `npm run quality -- forecast` compares forecasts of invented series with simple forecasts.
 *
 * @module
 */
import { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';
import { numberText, printRow, spread } from '../quality-table.ts';
import { type ForecastFigures, measureForecast } from './forecast-fits.ts';
import { makeSeries, SERIES } from './series.ts';

const COLUMNS = [
  'series',
  'test rows',
  'season found',
  'last value MASE',
  'seasonal naive MASE',
  'best simple MASE',
  'LSTM MASE',
  'coverage of 90 %',
  'seconds',
];

/** @param seeds - the seeds of the series, and of their fits */
export async function measureForecasts(seeds: readonly number[]): Promise<void> {
  printRow(COLUMNS);
  printRow(COLUMNS.map(() => '---'));
  const splunkd = await Splunkd.start(['lstm_toolkit']);
  try {
    for (const name of SERIES) {
      const fits: ForecastFigures[] = [];
      for (const seed of seeds) {
        fits.push(await measureForecast(splunkd, makeSeries(name, seed), seed));
      }
      printSeries(name, fits);
    }
  } finally {
    await splunkd.close();
  }
}

function printSeries(name: string, fits: readonly ForecastFigures[]): void {
  const text = (figure: (fit: ForecastFigures) => number, digits: number): string =>
    spread(fits.map(figure), digits);
  const names = [...new Set(fits.map(({ best }) => best.replace(/ \(.*/, '')))].join(', ');
  const periods = fits.map(({ period }) => (Number.isNaN(period) ? '–' : numberText(period, 0)));
  printRow([
    name,
    text(({ rows }) => rows, 0),
    [...new Set(periods)].join(', '),
    text(({ lastValue }) => lastValue, 3),
    text(({ seasonalNaive }) => seasonalNaive, 3),
    `${text(({ bestMase }) => bestMase, 3)} (${names})`,
    text(({ lstm }) => lstm, 3),
    text(({ coverage }) => coverage, 3),
    text(({ seconds }) => seconds, 1),
  ]);
}

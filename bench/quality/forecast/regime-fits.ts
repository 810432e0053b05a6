/**
 * Fits a series of `regimes.ts` with the built app, and computes the figures of its test rows independently.
 *
 * @module
 */
import { runSearch } from '../../../tools/local-splunk/run-search.ts';
import type { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';
import { type Table, toRecords } from '../../../tools/local-splunk/table.ts';
import { APP } from '../../process/our-commands.ts';

/** This share of the rows is used for no choice. */
const TEST = 0.3;

export interface RegimeFigures {
  /** The mean absolute error over that of repeating the last value, on test rows; the mean of entities. */
  readonly error: number;
  /** The same of the best simple forecast that the app names. */
  readonly best: string;
  readonly bestError: number;
  /** The share of test rows between lower and upper. */
  readonly coverage: number;
  /** The mean width of the bounds plus 20 times what lies outside, over the error of the last value. */
  readonly winkler: number;
  /** The share of test rows whose error has a score of 0.999 or more; a thousandth is expected. */
  readonly alerts: number;
  readonly seconds: number;
}

export async function measureRegime(
  splunkd: Splunkd,
  series: Table,
  { horizon, seed }: { readonly horizon: number; readonly seed: number },
): Promise<RegimeFigures> {
  const by = series.fields.includes('host') ? 'by host ' : '';
  const fit = `lstmfit load from load into regime ${by}horizon=${horizon} test=${TEST} seed=${seed}`;
  const run = { splunkd, appFolder: APP, input: series };
  const started = performance.now();
  const { table } = await runSearch(`${fit} output=predictions`, run);
  const seconds = (performance.now() - started) / 1000;
  const [summary = {}] = toRecords((await runSearch(`${fit} output=summary`, run)).table);
  const all = Map.groupBy(toRecords(table), (record) => String(record['host'] ?? ''));
  const own = [...all.values()].map((records) => figuresOf(records, horizon));
  const mean = (of: (figures: SeriesFigures) => number): number =>
    own.reduce((sum, figures) => sum + of(figures) / own.length, 0);
  const bestError =
    (mean(({ error }) => error) * Number(summary['baseline_mae'])) / Number(summary['test_mae']);
  return {
    error: mean(({ error }) => error),
    best: String(summary['baseline']).replace(/ \(.*/, ''),
    bestError,
    coverage: mean(({ coverage }) => coverage),
    winkler: mean(({ winkler }) => winkler),
    alerts: mean(({ alerts }) => alerts),
    seconds,
  };
}

type SeriesFigures = Pick<RegimeFigures, 'error' | 'coverage' | 'winkler' | 'alerts'>;

function figuresOf(records: readonly Record<string, unknown>[], horizon: number): SeriesFigures {
  const numbers = (field: string): number[] => records.map((record) => Number(record[field]));
  const load = numbers('load');
  const [predicted, lower, upper] = [
    numbers('predicted(load)'),
    numbers('lower(load)'),
    numbers('upper(load)'),
  ];
  const test = [...records.keys()].filter((row) => records[row]?.['set(load)'] === 'test');
  const of = (values: readonly number[], row: number): number => values[row] ?? Number.NaN;
  const mean = (figure: (row: number) => number): number =>
    test.reduce((sum, row) => sum + figure(row) / test.length, 0);
  const last = mean((row) => Math.abs(of(load, row) - of(load, row - horizon)));
  return {
    error: mean((row) => Math.abs(of(load, row) - of(predicted, row))) / last,
    coverage: mean((row) =>
      Number(of(load, row) >= of(lower, row) && of(load, row) <= of(upper, row)),
    ),
    alerts: mean((row) => Number(records[row]?.['is_anomaly(load)'] === 'true')),
    winkler:
      mean((row) => {
        const [value, low, high] = [of(load, row), of(lower, row), of(upper, row)];
        return high - low + 20 * (Math.max(0, low - value) + Math.max(0, value - high));
      }) / last,
  };
}

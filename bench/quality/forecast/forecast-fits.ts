/**
 * Makes one fit of a series with the built app, and computes the figures of its test rows independently.
 *
 * @module
 */
import { runSearch } from '../../../tools/local-splunk/run-search.ts';
import type { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';
import { type Table, textOf, toRecords } from '../../../tools/local-splunk/table.ts';
import { APP } from '../../process/our-commands.ts';

/** Forecasts reach this many rows ahead. */
export const HORIZON = 12;

/** This share of the rows is used for no choice. */
const TEST = 0.15;

/** The figures may differ by this much, although the app computes them from the same float32 forecasts. */
const TOLERANCE = 1e-4;

export interface ForecastFigures {
  /** The number of test rows. */
  readonly rows: number;
  /** The number of rows of the season that the app found; NaN for none. */
  readonly period: number;
  /** The mean absolute scaled errors on the same test rows. */
  readonly lastValue: number;
  readonly seasonalNaive: number;
  readonly lstm: number;
  /** The best simple forecast according to the app, and its error. */
  readonly best: string;
  readonly bestMase: number;
  /** The share of the test rows between lower and upper. */
  readonly coverage: number;
  readonly seconds: number;
}

/** @throws Error when the summary tells other figures than the predictions give */
export async function measureForecast(
  splunkd: Splunkd,
  series: Table,
  seed: number,
): Promise<ForecastFigures> {
  const fit = `lstmfit load from load into quality horizon=${HORIZON} test=${TEST} seed=${seed}`;
  const run = { splunkd, appFolder: APP, input: series };
  const started = performance.now();
  const { table } = await runSearch(`${fit} output=predictions`, run);
  const seconds = (performance.now() - started) / 1000;
  const [summary = {}] = toRecords((await runSearch(`${fit} output=summary`, run)).table);
  const period = Number(summary['period'] ?? Number.NaN);
  const figures = figuresOf(table, period);
  for (const [name, own] of [
    ['test_mase', figures.lstm],
    ['test_coverage', figures.coverage],
  ] as const) {
    const told = Number(summary[name]);
    if (Math.abs(told - own) > TOLERANCE) {
      throw new Error(`${name} is ${told} in the summary, and ${own} by the predictions`);
    }
  }
  const best = textOf(summary['baseline'] ?? '');
  return { ...figures, period, best, bestMase: Number(summary['baseline_mase']), seconds };
}

function figuresOf(
  table: Table,
  period: number,
): Pick<ForecastFigures, 'rows' | 'lastValue' | 'seasonalNaive' | 'lstm' | 'coverage'> {
  const texts = (field: string): string[] => {
    const column = table.fields.indexOf(field);
    return table.rows.map((row) => textOf(row[column] ?? ''));
  };
  const numbers = (field: string): number[] =>
    texts(field).map((text) => (text === '' ? Number.NaN : Number(text)));
  const [load, predicted] = [numbers('load'), numbers('predicted(load)')];
  const [lower, upper] = [numbers('lower(load)'), numbers('upper(load)')];
  const sets = texts('set(load)');
  const rowsOf = (set: string): number[] => [...sets.keys()].filter((row) => sets[row] === set);
  const at = (values: readonly number[], row: number): number => values[row] ?? Number.NaN;
  const error = (rows: readonly number[], forecast: (row: number) => number): number =>
    meanOf(rows.map((row) => Math.abs(at(load, row) - forecast(row))));
  const lastKnown = (row: number): number =>
    load.findLast((value, before) => before <= row && !Number.isNaN(value)) ?? 0;
  const lag = Number.isNaN(period) ? 1 : period;
  const scale = error(
    rowsOf('train').filter((row) => !Number.isNaN(at(load, row - lag))),
    (row) => at(load, row - lag),
  );
  const test = rowsOf('test');
  const isHeld = (row: number): boolean =>
    at(load, row) >= at(lower, row) && at(load, row) <= at(upper, row);
  const seasons = lag * Math.ceil(HORIZON / lag);
  return {
    rows: test.length,
    lastValue: error(test, (row) => lastKnown(row - HORIZON)) / scale,
    seasonalNaive:
      error(test, (row) => {
        const season = at(load, row - seasons);
        return Number.isNaN(season) ? lastKnown(row - HORIZON) : season;
      }) / scale,
    lstm: error(test, (row) => at(predicted, row)) / scale,
    coverage: meanOf(test.map((row) => Number(isHeld(row)))),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Makes the columns of a forecast, for the rows that it stands on and for those that it adds after them.
 *
 * @module
 */

import { parseNumber } from '../../encode/field/number.ts';
import type { ModelHeader, TaskPart } from '../../model/header.ts';
import type { Interval } from '../../model/record.ts';
import type { OutputColumn } from '../../protocol/csv-writer.ts';
import type { SearchResults } from '../../results/results.ts';
import type { Scores } from '../../score/scores.ts';
import type { FutureRow } from '../../tasks/forecast/future-rows.ts';
import { widened } from '../../tasks/forecast/intervals.ts';
import { floatText } from '../tables/float-text.ts';
import { type OutputNames, outputNames } from './output-names.ts';
import { sampleColumn } from './task-columns.ts';

/** This interval is shown as empty cells: too few rows were held out to bound a forecast. */
const UNKNOWN: Interval = { lower: Number.NaN, upper: Number.NaN };

/** The digits of a fraction of a second with which a time is written. */
const TIME_DIGITS = 6;

/** A forecast in the unit of the target, and the unit of its window. */
type Shown = Pick<FutureRow, 'value' | 'step' | 'unit' | 'widths'>;

/** Returns what each column of a forecast and its interval shows. */
export function forecastTexts(
  { forecast }: TaskPart<'forecast'>,
  names: OutputNames,
): { readonly name: string; readonly textOf: (shown: Shown) => string }[] {
  const boundOf =
    (bound: keyof Interval) =>
    ({ value, step, unit, widths }: Shown): string => {
      const interval = widened(forecast.intervals[step - 1] ?? UNKNOWN, widths);
      return floatText(value + unit * interval[bound]);
    };
  return [
    { name: names.predicted, textOf: ({ value }) => floatText(value) },
    { name: names.lower, textOf: boundOf('lower') },
    { name: names.upper, textOf: boundOf('upper') },
  ];
}

/**
 * Makes the columns of residual scores; a row whose value is not known has none, and neither has any of
 * a model of an older release.
 */
export function residualColumns(
  { forecast }: TaskPart<'forecast'>,
  { samples, prediction }: Scores<'forecast'>,
  names: OutputNames,
  threshold: number,
): OutputColumn[] {
  if (forecast.residuals === undefined) return [];
  const least = Math.fround(threshold);
  const scoreOf = (sample: number): number => prediction.scores[sample] as number;
  const column = (name: string, textOf: (score: number) => string): OutputColumn =>
    sampleColumn({ samples }, name, (sample) => textOf(scoreOf(sample)));
  return [
    column(names.residualScore, floatText),
    column(names.isAnomaly, (score) => (Number.isNaN(score) ? '' : String(score >= least))),
  ];
}

/**
 * Makes the rows of `future`, which only a forecast has: they have the `by` fields of the entity's last
 * row, a time, the forecast, and the status.
 */
export function futureColumns(
  header: ModelHeader,
  future: readonly FutureRow[],
  results: SearchResults,
  as: string | undefined,
): OutputColumn[] {
  if (header.mode !== 'forecast') return [];
  const { target, sequence } = header;
  const names = outputNames(target.field, as);
  const time = sequence.time ?? '';
  const times = results.column(time);
  const isEpoch = (row: number): boolean => !Number.isNaN(parseNumber(times.text(row)));
  const columns: [string, (row: FutureRow) => string][] = [
    [time, (row) => timeText(row.time, isEpoch(row.after))],
    ...sequence.by.map((field): [string, (row: FutureRow) => string] => {
      const values = results.column(field);
      return [field, ({ after }) => values.text(after)];
    }),
    ...forecastTexts(header, names).map(
      ({ name, textOf }): [string, (row: FutureRow) => string] => [name, textOf],
    ),
    [names.status, () => 'future'],
  ];
  return columns.map(([name, textOf]) => ({ name, values: future.map(textOf) }));
}

/** Writes a time as the rows of the results do: as epoch seconds, or in ISO 8601. */
function timeText(seconds: number, isEpoch: boolean): string {
  return isEpoch
    ? String(Number(seconds.toFixed(TIME_DIGITS)))
    : new Date(Math.round(1000 * seconds)).toISOString();
}

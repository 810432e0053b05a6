/**
 * Says what `lstmfit` tells of a forecast beside its figures.
 *
 * @module
 */

import { short } from '../../errors.ts';
import type { ForecastTarget } from '../../model/forecast-target.ts';
import type { ModelHeader } from '../../model/header.ts';
import type { Interval } from '../../model/record.ts';
import { counted, type Notice } from '../../notice.ts';
import { INTERVAL, isTooNarrow, shareText } from '../../tasks/forecast/intervals.ts';
import { REMEDY_FOR_CHANGE } from '../../tasks/forecast/newer-half.ts';

/**
 * Says what season was found, and how sure the intervals are.
 *
 * @param heldRows - how many rows the figures that count most are of
 */
export function forecastNotices(
  { target, training, forecast: { period, intervals } }: ModelHeader<'forecast'>,
  heldRows: number,
): Notice[] {
  const season =
    period === null
      ? 'No season was found in the training rows: mase is 1 for repeating the last value.'
      : `The training rows repeat every ${counted(period, 'row')}: mase is 1 for repeating them.`;
  const notice: Notice = { level: 'INFO', text: season };
  return [notice, intervalNotice(target, intervals, training, heldRows)];
}

function intervalNotice(
  { horizon }: ForecastTarget,
  intervals: readonly Interval[],
  { metricsOf, metrics, testMetrics }: ModelHeader['training'],
  heldRows: number,
): Notice {
  const [first, last] = [intervals[0], intervals.at(-1)];
  const share = shareText(INTERVAL);
  if (first === undefined || last === undefined) {
    const text = `Too few ${metricsOf} rows for intervals of ${share}: lower and upper stay empty. Search for more rows.`;
    return { level: 'WARN', text };
  }
  const near = horizon === 1 ? '' : `${distances(first)} for the next row, `;
  const set = `Intervals of ${share} by the errors on ${metricsOf} rows: ${near}${distances(last)} for ${counted(horizon, 'row')} ahead`;
  if (testMetrics !== undefined) {
    const { coverage = 0 } = testMetrics;
    if (isTooNarrow(Math.round(coverage * heldRows), heldRows)) {
      const text = `${set}. They hold only ${shareText(coverage)} of the ${counted(heldRows, 'test row')}, which chose nothing: lower and upper are too narrow, as the series is no longer what it was on ${metricsOf} rows. ${REMEDY_FOR_CHANGE}`;
      return { level: 'WARN', text };
    }
    const text = `${set}. They hold ${shareText(coverage)} of the test rows, which chose nothing.`;
    return { level: 'INFO', text };
  }
  const why = metricsOf === 'training' ? 'are learnt' : 'set them';
  const text = `${set}. They hold ${shareText(metrics['coverage'] ?? 0)} of these rows, but these ${why}: expect fewer of others.`;
  return { level: 'INFO', text };
}

function distances({ lower, upper }: Interval): string {
  return `${short(lower)} to +${short(upper)}`;
}

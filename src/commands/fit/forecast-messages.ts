/**
 * What `lstmfit` says of a forecast beside its figures.
 *
 * @module
 */

import type { ForecastTarget } from '../../encode/forecast-target.ts';
import { short } from '../../errors.ts';
import type { ModelHeader } from '../../model/fitted-model.ts';
import { INTERVAL, type Interval } from '../../model/forecast/intervals.ts';
import { counted, type Notice } from '../../model/notice.ts';

/** Season and intervals; nothing for other modes. */
export function forecastNotices(header: ModelHeader): Notice[] {
  const { target, forecast, training } = header;
  if (target.mode !== 'forecast' || forecast === undefined) return [];
  const { period, intervals } = forecast;
  const season =
    period === null
      ? 'No season was found in the training rows: mase is 1 for repeating the last value.'
      : `The training rows repeat every ${counted(period, 'row')}: mase is 1 for repeating them.`;
  const notice: Notice = { level: 'INFO', text: season };
  return [notice, intervalNotice(target, intervals, training)];
}

function intervalNotice(
  { horizon }: ForecastTarget,
  intervals: readonly Interval[],
  { metricsOf, metrics, testMetrics }: ModelHeader['training'],
): Notice {
  const [first, last] = [intervals[0], intervals.at(-1)];
  const share = percent(INTERVAL);
  if (first === undefined || last === undefined) {
    const text = `Too few ${metricsOf} rows for intervals of ${share}: lower and upper stay empty. Search for more rows.`;
    return { level: 'WARN', text };
  }
  const near = horizon === 1 ? '' : `${distances(first)} for the next row, `;
  const set = `Intervals of ${share} by the errors on ${metricsOf} rows: ${near}${distances(last)} for ${counted(horizon, 'row')} ahead`;
  if (testMetrics !== undefined) {
    const text = `${set}. They hold ${percent(testMetrics['coverage'])} of the test rows, which chose nothing.`;
    return { level: 'INFO', text };
  }
  const why = metricsOf === 'training' ? 'are learnt' : 'set them';
  const text = `${set}. They hold ${percent(metrics['coverage'])} of these rows, but these ${why}: expect fewer of others.`;
  return { level: 'INFO', text };
}

function distances({ lower, upper }: Interval): string {
  return `${short(lower)} to +${short(upper)}`;
}

function percent(share = 0): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

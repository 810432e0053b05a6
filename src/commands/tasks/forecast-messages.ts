/**
 * Writes the messages of `lstmfit` on a forecast beside its figures.
 *
 * @module
 */

import { short, thousands } from '../../errors.ts';
import type { ForecastTarget } from '../../model/forecast-target.ts';
import type { ModelHeader } from '../../model/header.ts';
import type { ForecastRecord, Interval } from '../../model/record.ts';
import { counted, type Notice } from '../../notice.ts';
import { isTooNarrow, shareOf, shareText } from '../../tasks/forecast/intervals.ts';
import { REMEDY_FOR_CHANGE } from '../../tasks/forecast/newer-half.ts';

/**
 * Says what season was found, how sure the intervals are, and from where on an error is odd.
 *
 * @param heldRows - how many rows the figures that count most are of
 */
export function forecastNotices(header: ModelHeader<'forecast'>, heldRows: number): Notice[] {
  const { target, training, forecast } = header;
  const { period } = forecast;
  const season =
    period === null
      ? 'No season was found in the training rows: mase is 1 for repeating the last value.'
      : `The training rows repeat every ${counted(period, 'row')}: mase is 1 for repeating them.`;
  const notice: Notice = { level: 'INFO', text: season };
  return [notice, intervalNotice(target, forecast, training, heldRows), ...rankNotices(header)];
}

/** The digits with which shares and thresholds are shown. */
const SHOWN_DIGITS = 3;

/** Says what scores of errors are ranks of, and what the threshold came to, which may be of a budget. */
function rankNotices({
  target: { field },
  threshold,
  forecast: { residuals },
  training: { metricsOf },
}: ModelHeader<'forecast'>): Notice[] {
  if (residuals === undefined || threshold === null) return [];
  const { count } = residuals.ranks;
  const rate = short(1 - threshold, SHOWN_DIGITS);
  const tail =
    count * (1 - threshold) < 1
      ? `, estimated from the tail, as ${thousands(count)} rows show none so rare`
      : '';
  const text = `residual_score(${field}) is the rank of an error among ${counted(count, `${metricsOf} row`)}; from ${short(threshold)} on is_anomaly(${field}) is true, which about ${rate} of usual rows reach${tail}.`;
  return [{ level: 'INFO', text }];
}

function intervalNotice(
  target: ForecastTarget,
  forecast: ForecastRecord,
  { metricsOf, metrics, testMetrics }: ModelHeader['training'],
  heldRows: number,
): Notice {
  const share = shareText(shareOf(forecast));
  if (forecast.intervals.length === 0) {
    const text = `Too few ${metricsOf} rows for intervals of ${share}: lower and upper stay empty. Search for more rows.`;
    return { level: 'WARN', text };
  }
  const set = `Intervals of ${share} by the errors on ${metricsOf} rows${widthText(target, forecast)}`;
  if (testMetrics !== undefined) {
    const { coverage = 0 } = testMetrics;
    if (isTooNarrow(Math.round(coverage * heldRows), heldRows, shareOf(forecast))) {
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

/** Says how far bounds lie from forecasts, or by what that differs from row to row. */
function widthText(
  { horizon, windowScale }: ForecastTarget,
  { intervals, entities = [] }: ForecastRecord,
): string {
  const own = entities.length === 0 ? '' : ', and wider or narrower for some entities';
  if (windowScale !== undefined) return `, in proportion to the spread of each window${own}`;
  const [first, last] = [intervals[0], intervals.at(-1)];
  if (first === undefined || last === undefined) return own;
  const near = horizon === 1 ? '' : `${distances(first)} for the next row, `;
  return `: ${near}${distances(last)} for ${counted(horizon, 'row')} ahead${own}`;
}

function distances({ lower, upper }: Interval): string {
  return `${short(lower)} to +${short(upper)}`;
}

/**
 * Says what users should know of a fit of `mode=anomaly`.
 *
 * @module
 */

import { short, thousands } from '../../errors.ts';
import type { FitData } from '../../model/examples.ts';
import type { ShareOptions } from '../../model/fit-options.ts';
import type { Surprises } from '../../model/prediction.ts';
import type { AnomalyCalibration, Metrics, TrainingRecord } from '../../model/record.ts';
import { counted, type Notice } from '../../notice.ts';
import { outlyingBlock } from './outlying-block.ts';

/** The digits with which shares and bits are shown. */
const SHOWN_DIGITS = 3;

/** `EvaluatedScores` holds the surprises that scores were calibrated on, and what the calibration gave. */
export interface EvaluatedScores {
  readonly metricsOf: TrainingRecord['metricsOf'];
  readonly surprises: Surprises;
  readonly anomaly: AnomalyCalibration;
  readonly threshold: number;
  readonly testMetrics: Metrics | undefined;
}

export function anomalyNotices(
  data: FitData,
  { split }: Pick<ShareOptions, 'split'>,
  evaluated: EvaluatedScores,
): Notice[] {
  return [rankNotice(data, evaluated), ...blockNotices(data, split, evaluated)];
}

function rankNotice({ test }: FitData, evaluated: EvaluatedScores): Notice {
  const { metricsOf, anomaly, threshold, testMetrics } = evaluated;
  const { count } = anomaly.combined;
  const rate = short(1 - threshold, SHOWN_DIGITS);
  const rows = counted(count, `${metricsOf} row`);
  const isFew = count * (1 - threshold) < 1;
  const beyond = isFew
    ? ` Ranks above ${short(1 - 1 / count, SHOWN_DIGITS)} are estimated from the tail, as ${thousands(count)} rows show no rarer ones.`
    : '';
  const alerts = Math.round((testMetrics?.['alert_rate'] ?? 0) * test.length);
  const tested =
    testMetrics === undefined
      ? ''
      : ` Of ${counted(test.length, 'test row')}, ${thousands(alerts)} ${alerts === 1 ? 'reaches' : 'reach'} it.`;
  const text = `anomaly_score is the rank of a row among ${rows}; from ${threshold} on it is an anomaly, about ${rate} of normal rows.${tested}${beyond}${newValueText(evaluated)}`;
  return { level: metricsOf === 'training' ? 'WARN' : 'INFO', text };
}

/** Warns where rows are too few for a value that none of them has to be rare enough. */
function newValueText({ anomaly: { newValues = [] }, threshold }: EvaluatedScores): string {
  const rarest = Math.min(...newValues);
  if (newValues.length === 0 || rarest <= 1 - threshold) return '';
  const enough = thousands(Math.ceil(1 / (1 - threshold)));
  return ` A value that training never had is no rarer than ${short(rarest, SHOWN_DIGITS)} by what these rows tell, so that it need not be an anomaly by itself: search for ${enough} rows or more, or use threshold=fpr:${short(1.05 * rarest, 2)}.`;
}

/** The texts say what to look into, and what to leave out of the search if it was not normal. */
const LOOK_INTO: Readonly<Record<ShareOptions['split'], string>> = {
  time: 'if something went wrong then, leave that time out',
  entity:
    'they are of entities that did not train, so find out which of these have rows there, and leave out those that are not normal',
  random:
    'training rows are of the same time, so if something went wrong then, leave that time out',
  none: 'the model has learnt them all the same, so if something went wrong then, leave that time out',
};

const LOOK_WITHOUT_TIMES =
  'find out whether something went wrong there, and leave out rows that are not normal';

/** Scores are ranks among rows that should be normal. */
function blockNotices(
  data: FitData,
  split: ShareOptions['split'],
  { metricsOf, surprises }: EvaluatedScores,
): Notice[] {
  const block = outlyingBlock(data, data[metricsOf], surprises);
  if (block === undefined) return [];
  const { from, until, median, usual, isOfOthers } = block;
  const hasTimes = from !== null && until !== null;
  const rows = hasTimes
    ? `From ${iso(from)} to ${iso(until)} the ${metricsOf} rows`
    : `In one stretch the ${metricsOf} rows`;
  const look = isOfOthers ? 'entity' : split;
  const isOfTime = hasTimes || look === 'entity';
  const then = isOfTime ? LOOK_INTO[look] : LOOK_WITHOUT_TIMES;
  const text = `${rows} surprise the model more than the others do, by ${short(median - usual, SHOWN_DIGITS)} bits in the median: ${then}, as scores are ranks among these rows.`;
  return [{ level: 'WARN', text }];
}

export function iso(seconds: number): string {
  return new Date(1000 * seconds).toISOString().slice(0, 19);
}

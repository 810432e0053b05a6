/**
 * Lists the options of `lstmscore`.
 *
 * @module
 */

import { parseDuration, parseTime } from '../../encode/field/time.ts';
import { parseThresholdRule } from '../../evaluate/threshold.ts';
import type { ScoreThreshold } from '../../model/threshold-rule.ts';
import { versionOption } from '../arguments/model-ref.ts';
import { boolean, custom, integer, oneOf } from '../arguments/option.ts';
import { threadsOption } from '../run/threads.ts';

/** A point in time is absolute, or some seconds before the search's latest time. */
export type Since = { readonly epoch: number } | { readonly secondsBefore: number };

export const scoreOptions = {
  order: oneOf(['time', 'input'], {
    group: 'scoring',
    default: 'time',
    help: 'time: takes all rows, orders them itself, and gives them back in the order received. input: streams rows that already ascend in time.',
  }),
  since: custom('a duration back such as -5m, or a time', '-<duration>|<time>', parseSince, {
    group: 'scoring',
    help: 'Rows before are history: they feed the windows and are not scored. They are not returned; with order=input they are, with the status history. -5m counts from the latest time of the search.',
  }),
  threshold: custom(
    'a number between 0 and 1, fpr:<share> such as fpr:0.001, or alerts:<number>/day',
    '<num>|fpr:<num>|alerts:<num>/day',
    parseScoreThreshold,
    {
      group: 'scoring',
      help: 'Probability from which a row is of the positive class of two, anomaly score from which it is an anomaly, or residual score from which the error of a forecast is one; fpr and alerts by the validation rows of the fit. By default the one of the model.',
    },
  ),
  version: versionOption(
    'scoring',
    'The version of the model to score with; by default the one in use.',
  ),
  top: integer(1, 10_000, {
    group: 'scoring',
    help: 'Of models of what comes next, instead of threshold: a row is an anomaly if the value of a field is not among so many likeliest ones, or never was in training: a text that it had fewer than 3 times, a number beyond its range, null where it had none. Numbers have no places.',
  }),
  by: {
    ...oneOf(['entity', 'session'], {
      group: 'scoring',
      help: 'Of models of what comes next: one row for each entity (the values of the by fields of the fit) or for each session (what lies between pauses longer than the gap of the fit) instead of the rows, with entity_score, which the threshold applies to as well.',
    }),
    allowed: 'entity or session, as the fields are kept in the model',
  },
  span: custom(
    'a duration such as 5m, 1h or 1d',
    '<duration>',
    (text) => (parseDuration(text) > 0 ? parseDuration(text) : undefined),
    {
      group: 'scoring',
      help: 'With by=entity: one row for each entity and span of time, for a timeline. Spans begin at multiples of it since 1970 (UTC).',
    },
  ),
  probabilities: boolean({
    group: 'scoring',
    default: 'false',
    help: 'One column of probabilities for every class.',
  }),
  future: integer(0, 10_000, {
    group: 'scoring',
    default: '0',
    help: 'Of a forecast, at most its horizon: appends the forecasts of so many rows behind the last one of each entity, with the status future, their time continued by the median step.',
  }),
  drift: boolean({
    group: 'scoring',
    default: 'true',
    help: 'From 1,000 rows on, say which fields are not as they were in the fit; false looks for none.',
  }),
  explain: integer(0, 100, {
    group: 'scoring',
    default: '0',
    help: 'Fields that moved the score of a row most, in reason(<target>): logits of a class, or the unit of a number, against a typical training row; bits that a field adds to an anomaly score. Only of rows from the threshold on, and of more than two classes not of the commonest one. An explained row costs as much as training on 16 to 256 rows; max_explain_time of lstm_toolkit.conf bounds it: 60 s as shipped.',
  }),
  explain_all: boolean({
    group: 'scoring',
    default: 'false',
    help: 'Explain rows below the threshold, or of the commonest class, as well.',
  }),
  max_rows: integer(1, 100_000_000, {
    group: 'scoring',
    help: 'Most rows that are taken, those of future included, with order=time. By default 500,000; at most max_rows of lstm_toolkit.conf: 1,000,000 as shipped.',
  }),
  threads: threadsOption('scoring', '1, or 2 above 100,000 rows'),
} as const;

function parseSince(text: string): Since | undefined {
  if (text.startsWith('-')) {
    const secondsBefore = parseDuration(text.slice(1));
    return Number.isNaN(secondsBefore) ? undefined : { secondsBefore };
  }
  const epoch = parseTime(text);
  return Number.isNaN(epoch) ? undefined : { epoch };
}

/** Splunk's times have no finer parts of a second than these. */
const MICROSECONDS = 1e6;

/**
 * Counts back from the search's latest time, so that a backfill gives what a live run gave.
 *
 * @param latest - epoch seconds, 0 for a search over all time, which ends now
 * @param nowMs - epoch milliseconds
 */
export function epochOf(since: Since, latest: number, nowMs: number): number {
  if ('epoch' in since) return since.epoch;
  const end = latest > 0 ? latest : nowMs / 1000;
  // A difference of doubles may miss by the last bit the time that a run before ended with.
  return Math.round((end - since.secondsBefore) * MICROSECONDS) / MICROSECONDS;
}

/** Parses a number, or a budget that the model's validation curve turns into one. */
function parseScoreThreshold(text: string): ScoreThreshold | undefined {
  const rule = parseThresholdRule(text);
  return rule === undefined || rule.kind === 'f1' || rule.kind === 'auto' ? undefined : rule;
}

/**
 * Lists the documents of the help within Splunk: `lstmmodels show=help`.
 *
 * @module
 */
import type { TableRecord } from '../tables/record-table.ts';

interface HelpTopic {
  /** The file of `docs/` without its ending, which is the page's name as well. */
  readonly document: string;
  readonly topic: string;
  /** What the reader wants, as it stands in `docs/index.md`. */
  readonly question: string;
}

/** In the order of `docs/index.md`; a line there that names two documents has two rows here. */
export const helpTopics: readonly HelpTopic[] = [
  topic('options', 'options', 'look a command or an option up'),
  topic('figures', 'figures', 'know what the figures of a model mean'),
  topic('later-metrics', 'later metrics', 'measure a model on rows that got their labels later'),
  topic('anomaly', 'anomalies', 'find what is unusual, without labels'),
  topic('forecast', 'forecasts', 'forecast a number'),
  topic('explain', 'explanations', 'know why a row was scored so'),
  topic('schedules', 'schedules', 'retrain and score on a schedule'),
  topic('models', 'models', 'list, share, roll back and delete models'),
  topic('settings', 'settings', 'change limits'),
  topic('log', 'log', "read the app's log"),
  topic('export', 'export', 'take a model to another program'),
  topic('real-splunk', 'real Splunk', 'try the app on a real Splunk, and tell us'),
  topic('unverified', 'unverified', 'try the app on a real Splunk, and tell us'),
];

function topic(document: string, name: string, question: string): HelpTopic {
  return { document, topic: name, question };
}

/** Returns one row a document, with the address of its page in Splunk. */
export function helpRecords(): TableRecord[] {
  return helpTopics.map(({ document, topic: name, question }) => ({
    topic: name,
    question,
    page: `/static/app/lstm_toolkit/help/${document}.html`,
  }));
}

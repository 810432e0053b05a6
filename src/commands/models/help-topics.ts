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
  topic('tutorial', 'tutorial', 'try it on rows that came with the app'),
  topic('demo', 'the demo', 'try it on rows that came with the app'),
  topic('threshold', 'a threshold for a budget', 'get no more alerts than someone can look at'),
  topic('windows', 'windows by entity', 'read each row with those before it'),
  topic('anomaly', 'anomalies', 'find what is unusual, without labels'),
  topic('forecast', 'forecasts', 'forecast a number'),
  topic('text', 'texts', 'classify domain names, URLs, command lines'),
  topic('schedules', 'schedules', 'train and score on a schedule, and be alerted'),
  topic('explain', 'explanations', 'know why a row was scored so'),
  topic('bad-result', 'a bad result', 'find out why a model predicts badly'),
  topic('figures', 'figures', 'find out why a model predicts badly'),
  topic('later-metrics', 'later metrics', 'measure a model on rows that got their labels later'),
  topic('share', 'share', 'let others use a model'),
  topic('models', 'models', 'list, roll back and delete models'),
  topic('troubleshooting', 'messages and what to do', 'understand a message'),
  topic('options', 'options', 'look a command or an option up'),
  topic('macros', 'macros', 'look a command or an option up'),
  topic('quoting', 'quoting', 'name a field with parentheses'),
  topic('from-mltk', 'from MLTK, DSDL and Keras', 'do what you did in MLTK, DSDL or Keras'),
  topic(
    'administer',
    'administrators',
    'install, size, upgrade, remove; clusters and Splunk Cloud; roles',
  ),
  topic('settings', 'settings', 'change limits, read the log'),
  topic('log', 'log', 'change limits, read the log'),
  topic('export', 'export', 'take a model to another program'),
  topic('faq', 'questions', 'something else'),
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

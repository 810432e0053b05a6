/** The documents of the app, by what the reader wants; `| lstmmodels show=help` gives the same list. */
import { helpTopics } from '../../src/commands/models/help-topics.ts';
import { helpUrl } from './studio/drilldowns.ts';
import { row } from './studio/layout.ts';
import type { Page } from './studio/page.ts';
import { markdown } from './studio/visualizations.ts';

const questions = [...new Set(helpTopics.map(({ question }) => question))];

/** Several documents that answer one question stand in one line. */
const lines = questions.map((question) => {
  const links = helpTopics
    .filter((topic) => topic.question === question)
    .map(({ document, topic }) => `[${topic}](${helpUrl(document)})`);
  return `${question}: ${links.join(', ')}`;
});

export const helpPage: Page = {
  view: 'lstm_help',
  label: 'Help',
  description:
    'What the documents of this app answer. They are pages of the app and need no connection to the internet.',
  help: 'index',
  rows: [
    row(
      120 + 32 * lines.length,
      markdown(
        'documents',
        `## You want to\n\n${lines.join('\n\n')}\n\nIn Search: \`| lstmmodels show=help\``,
      ),
    ),
  ],
};

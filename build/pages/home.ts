/** The start of the app: what it does in three pictures, whether it is well, and the last fits. */
import { attentionPanel, betaPanel, fitsPanel, installationPanel } from './home/health.ts';
import { explanations, pictures } from './home/stories.ts';
import { row, stack, wide } from './studio/layout.ts';
import type { Page } from './studio/page.ts';

export const homePage: Page = {
  view: 'lstm_home',
  label: 'Home',
  description:
    'Learn from search results with LSTM networks, inside Splunk: classes, anomalies, forecasts. These three models came with the app and score its demo data now.',
  help: 'tutorial',
  rows: [
    row(300, ...pictures),
    row(112, ...explanations),
    row(430, stack(7, 190, [attentionPanel, fitsPanel]), wide(5, installationPanel)),
    row(80, betaPanel),
  ],
};

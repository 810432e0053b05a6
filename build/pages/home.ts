/** The start of the app: what it does in three pictures, whether it is well, and the last fits. */
import { betaPanel, fitsPanel, healthPanel } from './home/health.ts';
import { explanations, pictures } from './home/stories.ts';
import { row, wide } from './studio/layout.ts';
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
    row(520, wide(7, healthPanel), wide(5, fitsPanel)),
    row(80, betaPanel),
  ],
};

/** The start of the app: what it does, whether it is well, and the stories. */

import { openView } from './studio/drilldowns.ts';
import { row } from './studio/layout.ts';
import type { Page } from './studio/page.ts';
import { orSay, search } from './studio/sources.ts';
import { table } from './studio/visualizations.ts';

const models = search(
  'models',
  orSay('| lstmmodels | table model mode age size', 'No model yet: train one on the page Train.'),
);

export const homePage: Page = {
  view: 'lstm_home',
  label: 'Home',
  description: 'Train LSTM models on search results and apply them, inside Splunk.',
  help: 'tutorial',
  rows: [
    row(
      300,
      table({
        name: 'models',
        title: 'Models',
        source: models,
        onClick: [openView('lstm_model', { model: 'row.model.value' })],
      }),
    ),
  ],
};

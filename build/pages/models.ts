/** The list of models, those that need attention first. */
import { openView } from './studio/drilldowns.ts';
import { row } from './studio/layout.ts';
import type { Page } from './studio/page.ts';
import { orSay, search } from './studio/sources.ts';
import { table } from './studio/visualizations.ts';

const models = search(
  'models',
  orSay('| lstmmodels', 'No model yet: train one on the page Train.'),
);

export const modelsPage: Page = {
  view: 'lstm_models',
  label: 'Models',
  description: 'All models that you may read; those that need attention stand first.',
  help: 'commands',
  rows: [
    row(
      600,
      table({
        name: 'models',
        title: 'Models',
        description: 'Click a row to see the model in full.',
        source: models,
        onClick: [openView('lstm_model', { model: 'row.model.value' })],
      }),
    ),
  ],
};

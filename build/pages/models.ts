/** The list of models, those that need attention first. */
import { openView } from './studio/drilldowns.ts';
import { row } from './studio/layout.ts';
import type { Page } from './studio/page.ts';
import { orSay, search } from './studio/sources.ts';
import { table } from './studio/visualizations.ts';

const models = search(
  'models',
  orSay(
    `| lstmmodels
    | eval figure=if(coalesce(figure, "")="", metric." ".round(value, 3), figure)
    | table model needs mode target figure age_text size_text app sharing owner
    | rename age_text as age size_text as size needs as "needs attention for"`,
    'There is no model that you may read: make one on the page Train.',
    'model',
  ),
);

export const modelsPage: Page = {
  view: 'lstm_models',
  label: 'Models',
  description: 'All models that you may read. Those that need attention stand first.',
  help: 'models',
  rows: [
    row(
      520,
      table({
        name: 'models',
        title: 'Models',
        description: 'Click a row to see the model in full.',
        source: models,
        count: 10,
        widths: {
          model: 160,
          'needs attention for': 250,
          mode: 95,
          target: 110,
          figure: 300,
          age: 100,
          size: 80,
          app: 120,
          sharing: 90,
          owner: 100,
        },
        onClick: [openView('lstm_model', { model: 'row.model.value' })],
      }),
    ),
  ],
};

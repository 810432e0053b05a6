/** The list of models, those that need attention first, and which are old or large. */
import { openView } from './studio/drilldowns.ts';
import { row } from './studio/layout.ts';
import type { Page } from './studio/page.ts';
import { palette } from './studio/palette.ts';
import { chain, orSay, search } from './studio/sources.ts';
import { bar, type Panel, table } from './studio/visualizations.ts';

const models = search(
  'models',
  orSay(
    `| lstmmodels
    | eval figure=if(coalesce(figure, "")="", metric." ".round(value, 3), figure), state=if(coalesce(needs, "")="", "ok", "warning"), _age=age, _size=size
    | table model state needs mode target figure age_text size_text app sharing owner _age _size
    | rename age_text as age size_text as size needs as "needs attention for"`,
    'There is no model that you may read: make one on the page Train.',
    'model',
  ),
);

const DAY = 86_400;
const KILOBYTE = 1000;

/** Shows a number of each of the models, the largest first. */
function largest(name: string, title: string, number: string): Panel {
  const query = `| where model!="" AND state!=""
    | eval ${name}=${number}
    | sort 10 - ${name}
    | table model ${name}`;
  return bar({
    name,
    title,
    source: chain(models, name, orSay(query, 'no model', 'model', [name])),
    colors: { [name]: palette.blue },
    legend: 'off',
    onClick: [openView('lstm_model', { model: 'row.model.value' })],
  });
}

export const modelsPage: Page = {
  view: 'lstm_models',
  label: 'Models',
  description: 'All models that you may read. Those that need attention stand first.',
  help: 'models',
  rows: [
    row(
      440,
      table({
        name: 'models',
        title: 'Models',
        description: 'Click a row to see the model in full.',
        source: models,
        count: 8,
        alarms: ['state'],
        widths: {
          model: 150,
          state: 90,
          'needs attention for': 250,
          mode: 95,
          target: 110,
          figure: 290,
          age: 110,
          size: 90,
          app: 120,
          sharing: 110,
          owner: 100,
        },
        onClick: [openView('lstm_model', { model: 'row.model.value' })],
      }),
    ),
    row(
      260,
      largest('days', 'Days since the last fit', `round(_age/${DAY}, 1)`),
      largest('kilobytes', 'Size in kB', `round(_size/${KILOBYTE})`),
    ),
  ],
};

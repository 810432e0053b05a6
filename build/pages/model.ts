/** One model in full. */
import { dropdown } from './studio/inputs.ts';
import { row } from './studio/layout.ts';
import type { Page } from './studio/page.ts';
import { search } from './studio/sources.ts';
import { table } from './studio/visualizations.ts';

const names = search('names', '| lstmmodels | dedup model | table model');
const fields = search('fields', '| lstmmodels $model|s$ show=fields');

export const modelPage: Page = {
  view: 'lstm_model',
  label: 'Model',
  description: 'What one model is, how good it is, and what it was made of.',
  help: 'figures',
  inputs: [
    dropdown({
      token: 'model',
      title: 'Model',
      initial: 'demo_flows',
      source: names,
      label: 'model',
    }),
  ],
  rows: [row(400, table({ name: 'fields', title: 'Fields', source: fields }))],
};

/**
 * One model in full. Its name is a token that links and the list set; a name that does not exist, or one
 * that is none, is refused by the commands with a sentence that each panel shows.
 */
import { doubtfulPanel, leftOutPanel, usedPanel, versionsPanel } from './model/contents.ts';
import {
  calibrationPanel,
  classesPanel,
  confusionPanel,
  epochsPanel,
  prPanel,
  rocPanel,
  thresholdPanel,
} from './model/curves.ts';
import { figuresPanel, keyPanels, verdictPanel } from './model/verdict.ts';
import { dropdown } from './studio/inputs.ts';
import { row, stack, wide } from './studio/layout.ts';
import type { Page } from './studio/page.ts';
import { search } from './studio/sources.ts';

const names = search('names', '| lstmmodels | stats count by model | table model');

export const modelPage: Page = {
  view: 'lstm_model',
  label: 'Model',
  description: 'One model: how good it is, what it reads, what it was made of.',
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
  rows: [
    row(256, verdictPanel),
    row(110, ...keyPanels),
    row(400, epochsPanel, figuresPanel),
    row(360, confusionPanel, classesPanel),
    row(340, rocPanel, prPanel),
    row(340, thresholdPanel, calibrationPanel),
    row(480, wide(7, usedPanel), stack(5, 200, [doubtfulPanel, leftOutPanel])),
    row(230, versionsPanel),
  ],
};

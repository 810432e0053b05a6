/** Whether the app is well here, and the fits that ran last. */
import { openView } from '../studio/drilldowns.ts';
import { orSay, search } from '../studio/sources.ts';
import { markdown, type Panel, table } from '../studio/visualizations.ts';

export const healthPanel: Panel = table({
  name: 'health',
  title: 'Is everything in order?',
  source: search(
    'health',
    '| lstmmodels show=health | table check state value next_step | rename next_step as "next step"',
  ),
  count: 15,
  states: ['state'],
  words: ['value'],
  widths: { check: 110, state: 80, value: 280, 'next step': 330 },
});

export const fitsPanel: Panel = table({
  name: 'fits',
  title: 'Last fits',
  description: 'Yours, or all if you may write the app. Click one to see its model.',
  source: search(
    'fits',
    orSay(
      `| lstmmodels show=fits
      | head 8
      | eval started=replace(started, "^(\\d+-\\d+-\\d+)T(\\d+:\\d+).*$$", "\\1 \\2")
      | table started model outcome loss validation_loss
      | rename validation_loss as validation`,
      'No fit yet: start one on the page Train.',
      'model',
    ),
    { refresh: 10 },
  ),
  count: 8,
  states: ['outcome'],
  widths: { started: 135, model: 132, outcome: 100, loss: 80, validation: 130 },
  precisions: { loss: 4, validation: 4 },
  onClick: [openView('lstm_model', { model: 'row.model.value' })],
});

export const betaPanel: Panel = markdown(
  'beta',
  `**Beta.** This app has run on an exact stand-in of Splunk, and not yet on enough real ones. Help it: from a checkout of its sources, \`npm run splunk -- smoke\` tries the installed app on your Splunk in a few minutes and says what passed; send its last lines with the versions above to the authors.`,
);

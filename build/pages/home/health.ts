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
  widths: { check: 130, state: 90 },
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
      | table started model outcome epoch epochs loss validation_loss user`,
      'No fit in the log of this search head yet: start one on the page Train.',
    ),
    { refresh: 10 },
  ),
  count: 8,
  states: ['outcome'],
  onClick: [openView('lstm_model', { model: 'row.model.value' })],
});

export const betaPanel: Panel = markdown(
  'beta',
  `**Beta.** This app has run on an exact stand-in of Splunk, and not yet on enough real ones. Help it: from a checkout of its sources, \`npm run splunk -- smoke\` tries the installed app on your Splunk in a few minutes and says what passed; send its last lines with the versions above to the authors.`,
);

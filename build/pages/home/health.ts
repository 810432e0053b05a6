/** Whether the app is well here, and the fits that ran last. */
import { openView } from '../studio/drilldowns.ts';
import { chain, orSay, search } from '../studio/sources.ts';
import { markdown, type Panel, table } from '../studio/visualizations.ts';

const health = search(
  'health',
  '| lstmmodels show=health | table check value state next_step | rename next_step as "next step"',
);

/** What is in order is one row, so that what is not has room for its next step. */
export const attentionPanel: Panel = table({
  name: 'attention',
  title: 'Does anything need attention?',
  source: chain(
    health,
    'attention',
    `| eval is_ok=if(state="ok", 1, 0), place=case(state="problem", 1, state="warning", 2, 1=1, 3)
    | eventstats sum(is_ok) as well count as checks
    | eval check=if(is_ok=1, if(well=checks, "all checks", "all other checks"), check),
      value=if(is_ok=1, well." of ".checks." are in order", value),
      "next step"=if(is_ok=1, "", 'next step')
    | dedup check
    | sort place
    | table state check value "next step"`,
  ),
  count: 6,
  states: ['state'],
  words: ['value'],
  widths: { state: 90, check: 150, value: 300, 'next step': 330 },
});

/** The last fits have a panel of their own. */
export const installationPanel: Panel = table({
  name: 'installation',
  title: 'This installation',
  source: chain(health, 'installation', '| where NOT match(check, "^last ") | table check value'),
  count: 10,
  words: ['value'],
  widths: { check: 120, value: 380 },
});

export const fitsPanel: Panel = table({
  name: 'fits',
  title: 'Last fits',
  description: 'Yours, or all if you may write the app. Click one to see its model.',
  source: search(
    'fits',
    orSay(
      `| lstmmodels show=fits
      | head 4
      | eval started=replace(started, "^(\\d+-\\d+-\\d+)T(\\d+:\\d+).*$$", "\\1 \\2")
      | table started model outcome loss validation_loss
      | rename validation_loss as validation`,
      'No fit yet: start one on the page Train.',
      'model',
    ),
    { refresh: 10 },
  ),
  count: 4,
  states: ['outcome'],
  widths: { started: 150, model: 200, outcome: 110, loss: 90, validation: 120 },
  precisions: { loss: 4, validation: 4 },
  onClick: [openView('lstm_model', { model: 'row.model.value' })],
});

export const betaPanel: Panel = markdown(
  'beta',
  `**Beta.** This app was tested on a local program that behaves as Splunk's documents say, and not yet on a real Splunk. You can help: in a checkout of its sources, \`npm run splunk -- smoke\` tests the installed app on your Splunk in a few minutes and says what passed. Send its last lines and the versions above to the authors.`,
);

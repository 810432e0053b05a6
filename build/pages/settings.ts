/** Shows the limits that hold now, and writes the line that sets one. Nothing is changed from the page. */
import { setTokens } from './studio/drilldowns.ts';
import { dropdown, text } from './studio/inputs.ts';
import { row } from './studio/layout.ts';
import type { Page } from './studio/page.ts';
import { chain, orSay, search } from './studio/sources.ts';
import { table } from './studio/visualizations.ts';

/** A token without a value would stop the page, so an empty value is a word. */
const settings = search(
  'settings',
  `| lstmmodels show=settings
| eval value=if(isnull(value) OR value="", "(empty)", value), default=if(isnull(default) OR default="", "(empty)", default)`,
);

const list = chain(
  settings,
  'list',
  '| eval state=coalesce(`lstm_setting_problem(value)`, "ok") | table setting value default source state range meaning',
);

const steps = chain(
  settings,
  'steps',
  orSay(
    `| eval lstm_setting=urldecode("$setting|u$"), lstm_value=urldecode("$value|u$")
| \`lstm_setting_line\``,
    'There is no setting of that name: click on one in the list.',
    'step',
  ),
);

export const settingsPage: Page = {
  view: 'lstm_settings',
  label: 'Settings',
  description:
    'The limits that hold now for every search, and where they come from. Administrators change them in a file or through REST: this page writes the line.',
  help: 'settings',
  inputs: [
    dropdown({
      token: 'setting',
      title: 'Setting',
      initial: 'max_fit_time',
      source: settings,
      label: 'setting',
    }),
    text({ token: 'value', title: 'New value', initial: '300' }),
  ],
  rows: [
    row(
      256,
      table({
        name: 'steps',
        title: 'How to set it',
        description: 'Choose a setting and type its new value above.',
        source: steps,
        widths: { step: 160, what: 900 },
      }),
    ),
    row(
      930,
      table({
        name: 'list',
        title: 'Settings that hold now',
        description: 'Click on one to choose it.',
        source: list,
        count: 20,
        widths: {
          setting: 190,
          value: 110,
          default: 110,
          source: 170,
          state: 80,
          range: 210,
          meaning: 470,
        },
        words: ['value', 'default'],
        onClick: [setTokens({ setting: 'row.setting.value', value: 'row.value.value' })],
      }),
    ),
  ],
};

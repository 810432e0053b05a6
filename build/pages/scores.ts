/** What a model of classes says of rows: alerts over time and by entity, beside a budget, and why. */
import { chosenRows, modelInput } from './rows/chosen-rows.ts';
import { driftPanel, missingPanel, modelPanel, outcomesPanel } from './rows/model-state.ts';
import {
  budget,
  byDay,
  byProbability,
  classesOverTime,
  clickedRows,
  entities,
  outcomes,
} from './scores/searches.ts';
import { openSearchAt, setTokens } from './studio/drilldowns.ts';
import { dropdown, number, text } from './studio/inputs.ts';
import { row, stack, wide } from './studio/layout.ts';
import type { Page } from './studio/page.ts';
import { palette } from './studio/palette.ts';
import { column, line, type Panel, singleValue, table } from './studio/visualizations.ts';

/** The hour in which the demo's passwords are guessed; the page shows it before a click. */
const GUESSED = '1772744400';
/** The hour in which most domain names of the demo are asked for. */
const BUSIEST = '1553338800';

const chosen = chosenRows(
  {
    source: '| `lstm_flows_source`',
    what: 'Demo: two days of network flows',
    inputs: { model: 'demo_flows', entity: 'src', at: GUESSED, who: '*' },
  },
  {
    source: '| `lstm_domains_source` | `lstm_domain_label(query)`',
    what: 'Demo: eight days of domain names',
    inputs: { model: 'demo_dga', entity: 'family', at: BUSIEST, who: '*' },
  },
);

const values: readonly Panel[] = [
  value('rows', 'Rows scored'),
  value('alerts', 'Alerts'),
  value('alerts_a_day', 'Alerts a day', { color: palette.red }),
  value('share', 'Of the budget', { unit: '%' }),
];

function value(
  field: string,
  title: string,
  more: { readonly color?: string; readonly unit?: string } = {},
): Panel {
  return singleValue({ name: `value_${field}`, title, source: budget, field, ...more });
}

const timePanel: Panel = column({
  name: 'time',
  title: 'Alerts over time',
  description: 'Rows of other classes than the normal one. Click on a column for its rows.',
  source: classesOverTime,
  stack: true,
  colors: { ddos: palette.red, portscan: palette.orange, bruteforce: palette.purple },
  onClick: [setTokens({ at: 'row._time.value', who: { value: '*' } })],
});

const probabilityPanel: Panel = line({
  name: 'probability',
  title: 'Alerts a day, from each probability on',
  description: 'Choose the least probability where the line meets your budget.',
  source: byProbability,
  xTitle: 'least probability',
  yMin: 0,
  colors: { alerts: palette.red, budget: palette.grey },
  dashes: { budget: 'shortDash' },
});

const dayPanel: Panel = column({
  name: 'day',
  title: 'Alerts of each day',
  description: 'Beside the budget',
  source: byDay,
  yMin: 0,
  colors: { alerts: palette.red, budget: palette.grey },
});

const entitiesPanel: Panel = table({
  name: 'entities',
  title: 'Entities with most alerts',
  description: 'Click on one for its rows of the time with most of them.',
  source: entities,
  count: 10,
  widths: { entity: 200, alerts: 110, classes: 310, 'most at': 190 },
  onClick: [setTokens({ at: 'row._at.value', who: 'row.entity.value' })],
});

const rowsPanel: Panel = table({
  name: 'rows',
  title: 'The rows of the click, and why',
  description:
    'At first those of one hour of the demo, at most 100. Why: the fields that moved the score most, in log odds: above 0 towards this class. Click on a row to go on in Search.',
  source: clickedRows,
  count: 4,
  widths: { time: 130, entity: 110, class: 110, probability: 120, why: 300, row: 330 },
  precisions: { probability: 3 },
  onClick: [openSearchAt('$row._search.value$', 'when')],
});

export const scoresPage: Page = {
  view: 'lstm_scores',
  label: 'Scores',
  description:
    'What a model of classes says of rows: which are alerts, when, of whom, how many a day, and why.',
  help: 'explain',
  inputs: [
    modelInput('classify', 'demo_flows'),
    ...chosen.inputs,
    dropdown({
      token: 'span',
      title: 'Span',
      initial: '3600',
      statics: [
        ['10 minutes', '600'],
        ['1 hour', '3600'],
        ['6 hours', '21600'],
        ['1 day', '86400'],
      ],
    }),
    text({ token: 'entity', title: 'Entity field', initial: 'src' }),
    text({ token: 'normal', title: 'Normal class', initial: 'benign' }),
    dropdown({
      token: 'least',
      title: 'Least probability',
      initial: '0',
      statics: [
        ['as the model decides', '0'],
        ...['0.5', '0.6', '0.7', '0.8', '0.9', '0.95'].map((least) => [least, least] as const),
      ],
    }),
    number({ token: 'budget', title: 'Budget, alerts a day', initial: '500', min: 1 }),
  ],
  tokens: { at: GUESSED, who: '*' },
  asked: chosen.asked,
  rows: [
    row(
      364,
      wide(5, chosen.panel),
      stack(4, 180, [modelPanel('classify'), driftPanel]),
      stack(3, 130, [missingPanel, outcomesPanel(outcomes)]),
    ),
    row(110, ...values),
    row(300, wide(8, timePanel), wide(4, probabilityPanel)),
    row(500, wide(8, entitiesPanel), wide(4, dayPanel)),
    row(540, rowsPanel),
  ],
};

/** What a model of what comes next finds unusual: entities by time, the fields that made it so, the rows. */
import { clickedRows, fields, grid, outcomes, overTime, totals } from './anomalies/searches.ts';
import { chosenRows, modelInput } from './rows/chosen-rows.ts';
import { missingPanel, modelPanel, outcomesPanel } from './rows/model-state.ts';
import { openSearchAt, setTokens } from './studio/drilldowns.ts';
import { dropdown, text } from './studio/inputs.ts';
import { row, stack, wide } from './studio/layout.ts';
import type { Page } from './studio/page.ts';
import { palette } from './studio/palette.ts';
import { bar, column, type Panel, punchcard, singleValue, table } from './studio/visualizations.ts';

const chosen = chosenRows({
  source: '| `lstm_hosts_source`',
  what: 'Demo: two days of log-ons and processes',
});

const values: readonly Panel[] = [
  value('rows', 'Rows scored'),
  value('anomalies', 'Anomalies', palette.red),
  value('expected', 'Expected by chance', palette.grey, 1),
  value('odd', 'Entities with anomalies'),
];

function value(field: string, title: string, color?: string, precision?: number): Panel {
  return singleValue({
    name: `value_${field}`,
    title,
    source: totals,
    field,
    ...(color === undefined ? {} : { color }),
    ...(precision === undefined ? {} : { precision }),
  });
}

const gridPanel: Panel = punchcard({
  name: 'grid',
  title: 'The twelve oddest entities',
  description:
    'The rarest row of each of the newest 12 spans: 3 is one row in 1,000, 5 one in 100,000. Click on a circle for its rows.',
  source: grid,
  x: 'time',
  y: 'entity',
  size: 'rarity',
  colors: [
    { to: 2, value: palette.grey },
    { from: 2, to: 3, value: palette.orange },
    { from: 3, value: palette.red },
  ],
  onClick: [setTokens({ at: 'row.time.value', who: 'row.entity.value' })],
});

const timePanel: Panel = column({
  name: 'time',
  title: 'Anomalies over time',
  source: overTime,
  colors: { anomalies: palette.red },
  legend: 'off',
});

const fieldsPanel: Panel = bar({
  name: 'fields',
  title: 'Fields that made them so',
  description: 'Bits that each added to the scores of all anomalies',
  source: fields,
  colors: { bits: palette.red },
  legend: 'off',
});

const rowsPanel: Panel = table({
  name: 'rows',
  title: 'The rows of the click',
  description:
    'At first the oddest of all, at most 100. Why: the fields that add most, in bits; expected: what was likelier in the first of them. Click on a row to go on in Search.',
  source: clickedRows,
  count: 4,
  widths: {
    time: 130,
    entity: 120,
    score: 100,
    anomaly: 105,
    why: 280,
    expected: 280,
    row: 330,
  },
  precisions: { score: 5 },
  onClick: [openSearchAt('$row._search.value$', 'when')],
});

export const anomaliesPage: Page = {
  view: 'lstm_anomalies',
  label: 'Anomalies',
  description:
    'Which entities behaved unlike before, when, in which fields, and in which rows: without labels.',
  help: 'anomaly',
  inputs: [
    modelInput('anomaly', 'demo_hosts'),
    ...chosen.inputs,
    dropdown({
      token: 'span',
      title: 'Span',
      initial: '14400',
      statics: [
        ['10 minutes', '600'],
        ['1 hour', '3600'],
        ['4 hours', '14400'],
        ['1 day', '86400'],
      ],
    }),
    text({ token: 'entity', title: 'Entity field', initial: 'host' }),
  ],
  tokens: { at: '*', who: '*' },
  asked: chosen.asked,
  rows: [
    row(
      364,
      wide(5, chosen.panel),
      wide(4, modelPanel('anomaly')),
      stack(3, 130, [missingPanel, outcomesPanel(outcomes)]),
    ),
    row(110, ...values),
    row(500, wide(8, gridPanel), wide(4, fieldsPanel)),
    row(220, timePanel),
    row(540, rowsPanel),
  ],
};

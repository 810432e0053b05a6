/** What a model forecasts, what came, and what lay outside the bounds. */
import { entities, lines, outcomes, outside, steps, totals } from './forecast/searches.ts';
import { chosenRows, modelInput } from './rows/chosen-rows.ts';
import { missingPanel, modelPanel, outcomesPanel } from './rows/model-state.ts';
import { openSearchAt, setTokens } from './studio/drilldowns.ts';
import { dropdown, text } from './studio/inputs.ts';
import { row, stack, wide } from './studio/layout.ts';
import type { Page } from './studio/page.ts';
import { palette } from './studio/palette.ts';
import { column, line, type Panel, singleValue, table } from './studio/visualizations.ts';

const DEMO_SINCE = '2026-03-30';

const chosen = chosenRows({
  source: '| `lstm_load_source`',
  what: 'Demo: two weeks of hourly load',
  // Rows before have the week that these rows are forecast by.
  inputs: { since: DEMO_SINCE },
});

interface Value {
  readonly unit?: string;
  readonly color?: string;
  readonly precision?: number;
}

const values: readonly Panel[] = [
  value('entity', 'Shown below'),
  value('share', 'Within the bounds of 90 %', { unit: '%' }),
  value('outside', 'Values outside', { color: palette.red }),
  value('error', 'Mean error', { precision: 1 }),
  value('next', 'Next value', { color: palette.blue, precision: 1 }),
  value('known', 'Values with a forecast'),
];

function value(field: string, title: string, more: Value = {}): Panel {
  return singleValue({ name: `value_${field}`, title, source: totals, field, ...more });
}

const linesPanel: Panel = line({
  name: 'lines',
  title: 'What came, and what was forecast',
  description:
    'Nine of ten values should lie between the bounds. Forecasts behind the last value are of rows to come.',
  source: lines,
  colors: {
    actual: palette.orange,
    forecast: palette.blue,
    lower: palette.grey,
    upper: palette.grey,
  },
  dashes: { lower: 'shortDash', upper: 'shortDash' },
});

const entitiesPanel: Panel = table({
  name: 'entities',
  title: 'All entities',
  description: 'Click on one to see it.',
  source: entities,
  count: 10,
  widths: { entity: 95, outside: 95, within: 85 },
  onClick: [setTokens({ who: 'row.entity.value' })],
});

const outsidePanel: Panel = table({
  name: 'outside',
  title: 'Values outside the bounds',
  description:
    'The farthest first, at most 50; in widths of the bounds. Click on one to go on in Search.',
  source: outside,
  count: 8,
  widths: { time: 150, side: 80, actual: 90, forecast: 100, lower: 90, upper: 90, widths: 95 },
  precisions: { actual: 0, forecast: 0, lower: 0, upper: 0, widths: 2 },
  onClick: [openSearchAt('$row._search.value$', 'when')],
});

const stepsPanel: Panel = column({
  name: 'steps',
  title: 'Error by step',
  description: 'How far nine of ten values lay from the forecast of this step, on validation rows',
  source: steps,
  xTitle: 'rows ahead',
  yMin: 0,
  colors: { error: palette.blue },
  legend: 'off',
});

export const forecastPage: Page = {
  view: 'lstm_forecast',
  label: 'Forecast',
  description: 'What a model forecasts, how sure that is, and which values were not as expected.',
  help: 'forecast',
  inputs: [
    modelInput('forecast', 'demo_load'),
    ...chosen.inputs,
    text({ token: 'target', title: 'Target field', initial: 'requests' }),
    text({ token: 'entity', title: 'Entity field', initial: 'service' }),
    text({ token: 'since', title: 'Forecast from', initial: DEMO_SINCE }),
    dropdown({
      token: 'future',
      title: 'Rows ahead',
      initial: '24',
      statics: ['0', '1', '6', '12', '24', '48', '168'].map((rows) => [rows, rows] as const),
    }),
  ],
  tokens: { who: 'checkout' },
  asked: chosen.asked,
  rows: [
    row(
      364,
      wide(5, chosen.panel),
      wide(4, modelPanel('forecast')),
      stack(3, 130, [missingPanel, outcomesPanel(outcomes)]),
    ),
    row(110, ...values),
    row(380, wide(9, linesPanel), wide(3, entitiesPanel)),
    row(480, wide(7, outsidePanel), wide(5, stepsPanel)),
  ],
};

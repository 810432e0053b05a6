/**
 * Makes the panels of a page: only kinds and options that Splunk's packages list and that releases 9 and
 * 10 share. There is no heat map among them: a punch card shows counts of two classes, a table with
 * coloured cells a grid.
 */
import { columnWidths, plainColumns } from './columns.ts';
import type { Drilldown } from './drilldowns.ts';
import {
  type MatchRule,
  palette,
  type RangeRule,
  seriesColors,
  stateColors,
  textOnColor,
} from './palette.ts';
import type { Source } from './sources.ts';

export interface Panel {
  /** Unique on its page; small letters, digits and underscores. */
  readonly name: string;
  readonly type: string;
  readonly title?: string;
  /** Stands below the title: what the panel shows, and for which models. */
  readonly description?: string;
  readonly source?: Source;
  readonly options?: object;
  readonly context?: object;
  readonly onClick?: readonly Drilldown[];
}

/** What all panels with data have. */
interface DataPanel {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly source: Source;
  readonly onClick?: readonly Drilldown[];
}

/** Shows text; Studio fills in tokens. */
export function markdown(name: string, text: string): Panel {
  return { name, type: 'splunk.markdown', options: { markdown: text } };
}

interface SingleValue extends DataPanel {
  /** The column whose last value is shown: a number, or a few words. */
  readonly field: string;
  readonly unit?: string;
  readonly precision?: number;
  readonly color?: string;
}

/** Shows one value in large letters. */
export function singleValue({ field, unit, precision, color, ...panel }: SingleValue): Panel {
  return {
    ...panel,
    type: 'splunk.singlevalue',
    options: {
      majorValue: '> sparklineValues | lastPoint()',
      sparklineValues: `> primary | seriesByName(${JSON.stringify(field)})`,
      sparklineDisplay: 'off',
      trendDisplay: 'off',
      ...(color === undefined ? {} : { majorColor: color }),
      ...(unit === undefined ? {} : { unit }),
      ...(precision === undefined ? {} : { numberPrecision: precision }),
    },
  };
}

interface Table extends DataPanel {
  /** Rows on one page of the table. */
  readonly count?: number;
  /** The columns with a word of `stateColors`, whose cells get its colour. */
  readonly states?: readonly string[];
  /** The same of long tables, where what is well stays without a colour. */
  readonly alarms?: readonly string[];
  /** Colours of the cells of further columns by their numbers, with white text in both themes. */
  readonly colors?: Readonly<Record<string, readonly RangeRule[]>>;
  /** Digits behind the point, by column. */
  readonly precisions?: Readonly<Record<string, number>>;
  /** Widths of columns beside one another, of all columns or of none; of a table with `onClick` the first is a link. */
  readonly widths?: Readonly<Record<string, number>>;
  /** Columns of words whose cells may look like numbers, which Studio would put at the right. */
  readonly words?: readonly string[];
}

/** The colour of text in the theme of the reader. */
const THEME_TEXT = '> themes.textColor';
const WELL: MatchRule = { match: 'ok', value: THEME_TEXT };

/** Shows rows; long texts go on in further lines. */
export function table(given: Table): Panel {
  const {
    count = 10,
    states = [],
    alarms = [],
    colors = {},
    precisions = {},
    widths = {},
    words = [],
    ...panel
  } = given;
  const context: Record<string, unknown> = {};
  const columnFormat: Record<string, Record<string, unknown>> = {};
  const format = (name: string, option: string, value: unknown) => {
    columnFormat[name] = { ...columnFormat[name], [option]: value };
  };
  const paint = (
    name: string,
    kind: string,
    rules: readonly (MatchRule | RangeRule)[],
    texts: readonly MatchRule[] = [],
  ) => {
    const key = `${Object.keys(columnFormat).length}`;
    context[`cells${key}`] = rules;
    context[`texts${key}`] = [...rules.map((rule) => ({ ...rule, value: textOnColor })), ...texts];
    format(name, 'rowBackgroundColors', cells(name, `${kind}(cells${key})`));
    format(name, 'rowColors', cells(name, `${kind}(texts${key})`));
  };
  for (const name of states) paint(name, 'matchValue', stateColors);
  for (const name of alarms) {
    paint(
      name,
      'matchValue',
      stateColors.filter(({ match }) => match !== 'ok'),
      [WELL],
    );
  }
  for (const [name, rules] of Object.entries(colors)) paint(name, 'rangeValue', rules);
  for (const [name, precision] of Object.entries(precisions)) {
    context[`number${precision}`] = { number: { thousandSeparated: true, precision } };
    format(name, 'data', cells(name, `formatByType(number${precision})`));
  }
  for (const [name, width] of columnWidths(widths)) format(name, 'width', width);
  for (const name of words) format(name, 'align', 'left');
  if (panel.onClick !== undefined) {
    const painted = [...states, ...alarms, ...Object.keys(colors)];
    const plain = plainColumns(widths).filter((name) => !painted.includes(name));
    for (const name of plain) format(name, 'rowColors', cells(name, 'pick(plainText)'));
    if (plain.length > 0) context['plainText'] = [THEME_TEXT];
  }
  const options = { count, showInternalFields: false, columnFormat };
  return { ...panel, type: 'splunk.table', options, context };
}

function cells(name: string, then: string): string {
  return `> table | seriesByName(${JSON.stringify(name)}) | ${then}`;
}

interface Chart extends DataPanel {
  /** Titles of the axes, with the unit. */
  readonly xTitle?: string;
  readonly yTitle?: string;
  readonly yMin?: number;
  readonly yMax?: number;
  /** Colours of series by name, where the order of the palette does not serve. */
  readonly colors?: Readonly<Record<string, string>>;
  /** Colours of series in their order, where names are not known. */
  readonly order?: readonly string[];
  /** Dashes of lines by series: `solid`, `shortDash`, `dot`, … */
  readonly dashes?: Readonly<Record<string, string>>;
  readonly legend?: 'off' | 'top' | 'bottom' | 'right';
  readonly stack?: boolean;
  /** Whether a line goes on over missing values. */
  readonly nulls?: 'gaps' | 'connect' | 'zero';
  /** Further options of Splunk's packages, for what a single panel needs. */
  readonly more?: object;
}

/** Shows lines: the first column is the x axis, each further one a series. */
export const line = (chart: Chart): Panel => xyChart('splunk.line', chart);
/** Shows areas, as `line` does. */
export const area = (chart: Chart): Panel => xyChart('splunk.area', chart);
/** Shows columns: the first column of the results names them, each further one is a series. */
export const column = (chart: Chart): Panel => xyChart('splunk.column', chart);
/** Shows bars, as `column` does. */
export const bar = (chart: Chart): Panel => xyChart('splunk.bar', chart);

function xyChart(type: string, chart: Chart): Panel {
  const { xTitle, yTitle, yMin, yMax, legend, stack, nulls, more, ...rest } = chart;
  const { colors, order, dashes, ...panel } = rest;
  const options: Record<string, unknown> = {
    seriesColors: order ?? seriesColors,
    seriesColorsByField: colors,
    lineDashStylesByField: dashes,
    legendDisplay: legend ?? 'top',
    xAxisTitleText: xTitle,
    xAxisTitleVisibility: xTitle === undefined ? 'hide' : 'show',
    yAxisTitleText: yTitle,
    yAxisTitleVisibility: yTitle === undefined ? 'hide' : 'show',
    yAxisMin: yMin,
    yAxisMax: yMax,
    stackMode: stack === true ? 'stacked' : undefined,
    nullValueDisplay: nulls,
    ...more,
  };
  return { ...panel, type, options: withoutUndefined(options) };
}

interface PunchCard extends DataPanel {
  readonly x: string;
  readonly y: string;
  readonly size: string;
  /** Colours by size, where grey to blue does not serve. */
  readonly colors?: readonly RangeRule[];
}

/** Shows a circle for each pair of values, as large as a third column says. */
export function punchcard({ x, y, size, colors, ...panel }: PunchCard): Panel {
  const options = {
    x: named(x),
    y: named(y),
    size: named(size),
    // Without a least size the few rows that were called wrongly have no number in their circle.
    bubbleSizeMin: 0.45,
    showMaxValuePulsation: false,
    legendDisplay: 'off',
    ...(colors === undefined ? {} : { bubbleColor: '> size | rangeValue(bubbleColorConfig)' }),
  };
  const context = { bubbleColorConfig: colors ?? { colors: [palette.grey, palette.blue] } };
  return { ...panel, type: 'splunk.punchcard', options, context };
}

function named(column: string): string {
  return `> primary | seriesByName(${JSON.stringify(column)})`;
}

function withoutUndefined(options: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

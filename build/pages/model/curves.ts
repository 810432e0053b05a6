/** Draws the epochs of a model, and the curves that were stored with it. */
import { palette } from '../studio/palette.ts';
import { chain, orSay, search } from '../studio/sources.ts';
import { line, type Panel, punchcard, table } from '../studio/visualizations.ts';

const epochs = search(
  'epochs',
  '| lstmmodels $model|s$ show=epochs | table epoch loss val_loss | rename loss as training val_loss as validation',
);

export const epochsPanel: Panel = line({
  name: 'epochs',
  title: 'Loss by epoch',
  description: 'Validation that rises while training falls: the model learns its rows by heart.',
  source: epochs,
  xTitle: 'epoch',
  yTitle: 'loss',
  colors: { training: palette.grey, validation: palette.blue },
});

const classes = search('classes', '| lstmmodels $model|s$ show=classes');

export const classesPanel: Panel = table({
  name: 'classes',
  title: 'Each class',
  description: 'How many rows of a class were found, and how many of those called so were it.',
  source: chain(
    classes,
    'class_figures',
    orSay(
      '| table class precision recall f1 support set',
      'Only a model of classes has these figures.',
      'class',
    ),
  ),
  widths: { class: 190, precision: 135, recall: 105, f1: 90, support: 120, set: 100 },
  precisions: { precision: 3, recall: 3, f1: 3 },
});

export const confusionPanel: Panel = punchcard({
  name: 'confusion',
  title: 'What was called what',
  description: 'Rows by their class and by the class that was predicted. For models of classes.',
  source: chain(
    classes,
    'confusion',
    orSay(
      `| fields class predicted(*)
      | untable class predicted rows
      | where rows>0
      | eval predicted=replace(predicted, "^predicted\\((.*)\\)$$", "\\1")
      | table predicted class rows`,
      'Only a model of classes has this table; an older one: fit it again.',
      'predicted',
      ['rows'],
    ),
  ),
  x: 'predicted',
  y: 'class',
  size: 'rows',
});

const curves = search('curves', '| lstmmodels $model|s$ show=curves');

/** Stands where a curve would be, below its axis. */
const NO_CURVE = 'Only models of classes have this curve; an older one: fit it again.';

/** The steps of the x axis, in percent: Studio leaves out labels that have no room. */
const STEP = 5;
const places = Array.from({ length: 100 / STEP + 1 }, (_, step) => step * STEP).join(',');

/** One curve: what it is called, what gives its points a series, and its axes. */
interface Curve {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly x: string;
  readonly y: string;
  readonly xTitle: string;
  readonly colors?: Readonly<Record<string, string>>;
  readonly dashes?: Readonly<Record<string, string>>;
  /** SPL that gives the rows of the curve the column `series`. */
  readonly series: string;
  /** How x becomes one of the steps, and what stands for the rows of one step. */
  readonly step: readonly ['ceil', 'max'] | ['floor', 'max'] | ['round', 'avg'];
}

/** The colours of classes; grey is that of the ideal line. */
const order = [palette.blue, palette.orange, palette.purple, palette.green, palette.red];

/**
 * Draws a curve as lines. The x axis of a line chart shows uneven distances as even ones, so x is rounded
 * to even steps, each of which has a row, and the lines go on over steps without a value.
 */
function curvePanel({ series, x, y, step: [rounding, statistic], ...curve }: Curve): Panel {
  const query = `| where curve="${curve.name}"
    ${series}
    | eval x=exact(${rounding}(exact(${x}*${100 / STEP}))*${STEP}), y=${y}
    | table x series y
    | appendpipe [ stats count first(series) as series | where count>0 | eval x=split("${places}", ",") | mvexpand x | table x series ]
    | stats ${statistic}(y) as y by x series
    | xyseries x series y
    | sort 0 num(x)`;
  const source = chain(curves, `curve_${curve.name}`, orSay(query, NO_CURVE, 'x', [y]));
  return line({ ...curve, order, yTitle: y, source, yMin: 0, yMax: 1, nulls: 'connect' });
}

export const rocPanel: Panel = curvePanel({
  name: 'roc',
  title: 'ROC',
  description: 'How many rows of a class are found, by false alarms',
  series: '| eval series=class',
  x: 'fpr',
  y: 'recall',
  xTitle: 'false-positive rate of at most … %',
  step: ['ceil', 'max'],
});

export const prPanel: Panel = curvePanel({
  name: 'pr',
  title: 'Precision and recall',
  description: 'How many rows called so are right, as more of the class are found',
  series: '| where isnotnull(precision) | eval series=class',
  x: 'recall',
  y: 'precision',
  xTitle: 'recall of at least … %',
  step: ['floor', 'max'],
});

export const thresholdPanel: Panel = curvePanel({
  name: 'threshold',
  title: 'Choosing a threshold',
  description: 'Precision, recall and F1 at each threshold; of several classes F1 alone',
  series: `| eventstats dc(class) as classes
    | eval series=if(classes=1, mvappend("precision", "recall", "f1"), class)
    | mvexpand series
    | eval share=case(classes>1, f1, series="precision", precision, series="recall", recall, 1=1, f1)`,
  x: 'threshold',
  y: 'share',
  xTitle: 'threshold in %',
  step: ['round', 'avg'],
});

export const calibrationPanel: Panel = curvePanel({
  name: 'calibration',
  title: 'Calibration',
  description: 'Of the rows with a probability of 0.8, eight in ten should be of the class',
  series: `| eval series=mvappend(class, "ideal")
    | mvexpand series
    | eval observed=if(series="ideal", exact(round(exact(probability*${100 / STEP}))*${STEP / 100}), observed)`,
  x: 'probability',
  y: 'observed',
  colors: { ideal: palette.grey },
  dashes: { ideal: 'shortDash' },
  xTitle: 'probability in %',
  step: ['round', 'avg'],
});

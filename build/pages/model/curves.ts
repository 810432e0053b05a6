/** Draws the epochs of a model, and the curves that were stored with it. */
import { palette } from '../studio/palette.ts';
import { chain, orSay, search } from '../studio/sources.ts';
import {
  line,
  type Panel,
  type Points,
  punchcard,
  scatter,
  table,
} from '../studio/visualizations.ts';

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
  widths: { class: 220, precision: 110, recall: 90, f1: 90, support: 100, set: 90 },
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
    ),
  ),
  x: 'predicted',
  y: 'class',
  size: 'rows',
});

const curves = search('curves', '| lstmmodels $model|s$ show=curves');

/** Stands where a curve would be, as the name of its only point. */
const NO_CURVE = 'Only models of classes have this curve; an older one: fit it again.';

/** One curve: what it is called, what gives its points a series, and its axes. */
interface Curve
  extends Pick<Points, 'name' | 'title' | 'description' | 'x' | 'y' | 'xTitle' | 'colors'> {
  /** SPL that gives the rows of the curve the column `series`. */
  readonly series: string;
}

/**
 * Draws a curve as points, because the x axis of a line chart shows uneven distances as even ones. The
 * sentence of a model without the curve becomes the name of a series, with a point in the corner.
 */
function curvePanel({ series, ...points }: Curve): Panel {
  const { name, x, y } = points;
  const query = `| where curve="${name}"
    ${series}
    | table series ${x} ${y}`;
  const source = chain(curves, `curve_${name}`, orSay(query, NO_CURVE, 'series', [x, y]));
  return scatter({ ...points, yTitle: y, source, category: 'series', range: [0, 1] });
}

export const rocPanel: Panel = curvePanel({
  name: 'roc',
  title: 'ROC',
  description: 'How many of a class are found, at each price in false alarms',
  series: '| eval series=class',
  x: 'fpr',
  y: 'recall',
  xTitle: 'false-positive rate',
});

export const prPanel: Panel = curvePanel({
  name: 'pr',
  title: 'Precision and recall',
  description: 'How many rows called so are right, as more of the class are found',
  series: '| where isnotnull(precision) | eval series=class',
  x: 'recall',
  y: 'precision',
  xTitle: 'recall',
});

export const thresholdPanel: Panel = curvePanel({
  name: 'threshold',
  title: 'Choosing a threshold',
  description: 'Pick the place that suits you; of several classes, F1 is shown alone',
  series: `| eventstats dc(class) as classes
    | eval series=if(classes=1, mvappend("precision", "recall", "f1"), class)
    | mvexpand series
    | eval share=case(classes>1, f1, series="precision", precision, series="recall", recall, 1=1, f1)`,
  x: 'threshold',
  y: 'share',
  xTitle: 'threshold',
});

export const calibrationPanel: Panel = curvePanel({
  name: 'calibration',
  title: 'Calibration',
  description: 'Of the rows with a probability of 0.8, eight in ten should be of the class',
  series: `| eval series=mvappend(class, "as it should be")
    | mvexpand series
    | eval observed=if(series="as it should be", probability, observed), place=if(series="as it should be", 1, 0)
    | sort 0 place`,
  x: 'probability',
  y: 'observed',
  colors: { 'as it should be': palette.grey },
  xTitle: 'probability',
});

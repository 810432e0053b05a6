/** Draws the epochs of a model, and the curves that were stored with it. */
import { palette } from '../studio/palette.ts';
import { chain, orSay, type Source, search } from '../studio/sources.ts';
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

/**
 * The rows of one part: those of the test where there are any, then those that validated, then those that
 * trained.
 */
const ONE_SET = `| eval place=case(set="test", 1, match(set, "^val"), 2, 1=1, 3)
  | eventstats min(place) as best
  | where place=best`;

const classes = search('classes', `| lstmmodels $model|s$ show=classes ${ONE_SET}`);

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
    ),
  ),
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
      | eval predicted=replace(predicted, "^predicted\\((.*)\\)$$", "\\1")
      | table predicted class rows`,
      'Only a model of classes has this table.',
      'class',
    ),
  ),
  x: 'predicted',
  y: 'class',
  size: 'rows',
});

const curves = search('curves', `| lstmmodels $model|s$ show=curves ${ONE_SET}`);

/** Stands where a curve would be, as the name of its only point. */
const NO_CURVE = 'No such curve: only models of classes of this release have it.';

/** Makes the source of one curve, with one column a class where there are several. */
function curve(name: string, columns: string, x: string): Source {
  return chain(curves, `curve_${name}`, orSay(`| where curve="${name}" ${columns}`, NO_CURVE, x));
}

export const rocPanel: Panel = line({
  name: 'roc',
  title: 'ROC',
  description: 'How many of a class are found, at each price in false alarms.',
  source: curve('roc', '| xyseries fpr class recall', 'fpr'),
  xTitle: 'false-positive rate',
  yTitle: 'recall',
  yMin: 0,
  yMax: 1,
  nulls: 'connect',
});

export const prPanel: Panel = line({
  name: 'pr',
  title: 'Precision and recall',
  description: 'How many alerts are right, as more of the class are found.',
  source: curve('pr', '| xyseries recall class precision', 'recall'),
  xTitle: 'recall',
  yTitle: 'precision',
  yMin: 0,
  yMax: 1,
  nulls: 'connect',
});

export const thresholdPanel: Panel = line({
  name: 'threshold',
  title: 'Choosing a threshold',
  description: 'Pick where the lines suit you, and score with threshold=… .',
  source: curve('threshold', '| table threshold precision recall f1', 'threshold'),
  xTitle: 'threshold',
  yMin: 0,
  yMax: 1,
});

export const calibrationPanel: Panel = line({
  name: 'calibration',
  title: 'Calibration',
  description: 'Of the rows with a probability of 0.8, eight in ten should be of the class.',
  source: curve(
    'calibration',
    '| table probability observed | eval "as it should be"=probability',
    'probability',
  ),
  xTitle: 'probability',
  yTitle: 'share of rows',
  yMin: 0,
  yMax: 1,
  colors: { 'as it should be': palette.grey, observed: palette.blue },
  dashes: { 'as it should be': 'shortDash' },
});

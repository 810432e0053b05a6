/** Declares the options of `lstmmodels`. */

import { versionOption } from '../arguments/model-ref.ts';
import { custom, oneOf } from '../arguments/option.ts';

export const modelsOptions = {
  show: oneOf(
    [
      'versions',
      'layers',
      'fields',
      'epochs',
      'search',
      'curves',
      'classes',
      'fits',
      'health',
      'settings',
      'help',
    ],
    {
      group: 'listing',
      help: 'Of a model: versions: one row a version. layers: the network, with parameters. fields: what it reads, what was left out and why. epochs: figures of the training, for a line chart. search: every option and figure of the fit. curves: ROC, precision-recall, thresholds and calibration on held-out rows. classes: precision, recall, F1 and confusion counts of each class on these rows. Without a model: fits: those that run now and lately on this search head, with epoch, losses, time left and outcome; your own, or all if you may write the app. health: one row a check of this installation. settings: what lstm_toolkit.conf sets, and the line to write there. help: the documents of the app, with the question that each answers and its page.',
    },
  ),
  version: versionOption('listing', 'The version to show; by default the one in use.'),
  sid: custom('the sid of a search', '<sid>', (text) => text, {
    group: 'listing',
    help: 'With show=fits: the search whose fit is shown, one row an epoch; newest: the newest fit that runs or has an epoch.',
  }),
} as const;

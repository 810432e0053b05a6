/** Declares the options of `lstmmodels`. */

import { versionOption } from '../arguments/model-ref.ts';
import { oneOf } from '../arguments/option.ts';

export const modelsOptions = {
  show: oneOf(['versions', 'layers', 'fields', 'epochs', 'search'], {
    group: 'listing',
    help: 'versions: one row a version. layers: the network, with parameters. fields: what it reads, what was left out and why. epochs: figures of the training, for a line chart. search: every option and figure of the fit.',
  }),
  version: versionOption('listing', 'The version to show; by default the one in use.'),
} as const;

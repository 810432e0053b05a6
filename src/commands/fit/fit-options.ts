/**
 * Lists the options of `lstmfit`, in groups by what they concern, and the arguments that they are part of.
 *
 * @module
 */

import { parseThresholdRule } from '../../evaluate/threshold.ts';
import type { ModelRef } from '../../store/model-place.ts';
import { parseModelRef } from '../arguments/model-ref.ts';
import {
  boolean,
  custom,
  type GroupValues,
  integer,
  number,
  oneOf,
  orWords,
} from '../arguments/option.ts';
import { threadsOption } from '../run/threads.ts';
import { parseClassWeights } from './class-weights.ts';
import { modelGroups } from './model-options.ts';

export const fitGroups = {
  ...modelGroups,
  target: {
    mode: oneOf(['auto', 'classify', 'regress', 'forecast', 'anomaly'], {
      group: 'training',
      default: 'auto',
      help: 'What to predict; auto: forecast with a horizon; else classes where the target has text or exactly two values, else a number; anomaly, also auto without a target: what comes next in each entity.',
    }),
    positive: custom('the name of a class', '<class>', (text) => text, {
      group: 'training',
      help: 'The positive class of two. By default the one that is not 0, false, no, benign, normal or the like; else the last in order.',
    }),
  },
  training: {
    epochs: orWords(
      ['auto'],
      integer(1, 10_000, {
        group: 'training',
        default: 'auto',
        help: 'Passes over the training rows; auto: until the validation loss (without validation rows, the training loss) has stopped improving, at least 1,000 updates, at most 200 epochs. Fewer than 20 training sequences need a number.',
      }),
    ),
    batch_size: orWords(
      ['auto'],
      integer(1, 65_536, {
        group: 'training',
        default: 'auto',
        help: 'Sequences per update; auto: 32 below 10,000 sequences, growing to 256 for a million.',
      }),
    ),
    optimizer: oneOf(['adam', 'rmsprop', 'sgd'], {
      group: 'training',
      default: 'adam',
      help: 'How weights are updated.',
    }),
    learning_rate: orWords(
      ['auto'],
      number(0, 10, {
        group: 'training',
        default: 'auto',
        bounds: '(]',
        help: 'Step of an update; auto: adam 0.003, rmsprop 0.001, sgd 0.01, with init a tenth of that. With epochs=auto halved after 2 checks without progress.',
      }),
    ),
    clip: number(0, 1_000_000, {
      group: 'training',
      default: '1',
      help: 'Largest global norm of the gradient; 0 = no limit.',
    }),
    patience: integer(0, 10_000, {
      group: 'training',
      default: '6',
      help: 'Checks (an epoch, or 500 updates if shorter) without progress before training stops; the best weights are kept. 0 = never stop early, keep the last weights.',
    }),
    contamination: orWords(
      ['auto'],
      number(0, 0.5, {
        group: 'training',
        default: 'auto',
        help: 'Without a target: the largest share of the training rows that may be left out because they lie in odd stretches, which a network of what is common does not expect; 0 = none, auto: 0.02.',
      }),
    ),
    class_weight: orWords(
      ['auto', 'none'],
      custom(
        'weights above 0 such as "benign:1,attack:5"',
        '<class>:<num>,...',
        parseClassWeights,
        {
          group: 'training',
          default: 'auto',
          help: 'Weights of the classes in the loss of training; auto: inverse frequency, at most 10. Probabilities are corrected back to the shares that occur.',
        },
      ),
    ),
  },
  split: {
    split: oneOf(['time', 'entity', 'random', 'none'], {
      group: 'training',
      default: 'time',
      help: 'Which rows validate and test: the newest; whole entities (by) by lot; rows by lot (windows in contiguous blocks); or none.',
    }),
    validation: number(0, 1, {
      group: 'training',
      default: '0.2',
      bounds: '()',
      help: 'Share of the rows that validate: they choose the epoch, the calibration and the threshold.',
    }),
    test: orWords(
      ['auto'],
      number(0, 1, {
        group: 'training',
        default: 'auto',
        bounds: '[)',
        help: 'Share of the rows that nothing is chosen by, for honest figures; with split=time the newest. auto: 0.1 from 500 sequences on.',
      }),
    ),
  },
  threshold: {
    threshold: custom(
      'a number between 0 and 1, f1, fpr:<share> such as fpr:0.001, or alerts:<number>/day',
      'auto|<num>|f1|fpr:<num>|alerts:<num>/day',
      parseThresholdRule,
      {
        group: 'training',
        default: 'auto',
        help: 'Probability from which a row is of the positive class of two; f1: the best F1 on validation; fpr:x: false positives at most this share of validation negatives; alerts:n/day: at most so many positives (also /hour, /week). auto: f1 with at least 20 validation rows of each class, else 0.5. Without a target: the anomaly score from which on a row is an anomaly; auto: 0.999; fpr:x: 1 - x. Of a forecast: the same, of residual_score(<target>).',
      },
    ),
  },
  search: {
    tune: integer(0, 50, {
      group: 'training',
      default: '0',
      help: 'Try so many settings (2 to 50) of learning_rate, units, dropout and, of windows of rows, window, and fit the best; those that are given stay. Half of the settings go on to twice as many rows, by their loss on later rows; all have half of max_time. output=tune lists them. 0 = none.',
    }),
    folds: integer(0, 10, {
      group: 'training',
      default: '0',
      help: 'Also take figures over so many blocks of time (2 to 10), each judged by a fit on the rows before it: mean and spread, in a message and as folds_… of output=summary. They share max_time with the model. 0 = none.',
    }),
  },
  run: {
    init: custom(
      'the name of a model such as ddos, app:ddos or user:ddos',
      '<model>',
      parseModelRef,
      {
        group: 'training',
        help: 'Continue this model, which may be the one after into: training begins with its weights and a tenth of the usual learning rate. Values that are new get weights of their own; scales, bins, classes and all that makes the network stay, and need not be typed again. Calibration, threshold, counts, drift and the linear model come from these rows alone.',
      },
    ),
    refit: boolean({
      group: 'training',
      default: 'false',
      help: 'Train again, on all rows, as many updates as were best; the figures are those from before. Calibration and threshold of classes then come from three networks that each judge rows which they have not seen. Not for forecasts, and not without a target.',
    }),
    max_time: integer(1, 86_400, {
      group: 'training',
      help: 'Seconds after which training stops and the best model so far is saved. By default, and at most, max_fit_time of lstm_toolkit.conf: 600 as shipped.',
    }),
    max_rows: integer(1, 100_000_000, {
      group: 'training',
      help: 'Most rows that are used, the newest. By default, and at most, max_rows of lstm_toolkit.conf: 1,000,000 as shipped.',
    }),
    seed: integer(0, 2 ** 31 - 1, {
      group: 'training',
      default: '0',
      help: 'Start of all random numbers: the same rows, options and seed give the same model.',
    }),
    threads: threadsOption('training', '4, or 2 in a scheduled search'),
    engine: oneOf(['builtin', 'tensorflow'], {
      group: 'training',
      default: 'builtin',
      help: 'What computes while training; tensorflow is in a package of its own. The models are the same: lstmscore reads them in any package.',
    }),
  },
  result: {
    output: oneOf(['epochs', 'summary', 'predictions', 'tune'], {
      group: 'result',
      default: 'epochs',
      help: 'What the search returns: one row an epoch, one row about the model, the rows with predictions, or one row a setting of tune.',
    }),
    replace: oneOf(['always', 'better', 'never'], {
      group: 'result',
      default: 'always',
      help: 'Whether a model of this name is replaced; better: only if the new one scores better on the same held-out rows, which the old one was not trained on.',
    }),
    note: custom('text', '<text>', (text) => text, {
      group: 'result',
      help: 'Text that is kept with the version.',
    }),
  },
} as const;

/** The options have the order in which documents list them. */
export const fitOptions = {
  ...fitGroups.sequence,
  ...fitGroups.features,
  ...fitGroups.network,
  ...fitGroups.target,
  ...fitGroups.training,
  ...fitGroups.split,
  ...fitGroups.threshold,
  ...fitGroups.search,
  ...fitGroups.run,
  ...fitGroups.result,
};

/** A field as typed after `from`: a name or a glob, taken or left out. */
export interface FieldPattern {
  readonly text: string;
  readonly isExcluded: boolean;
}

export interface FitArguments {
  /** `''` where there is none, as with mode=anomaly. */
  readonly target: string;
  readonly patterns: readonly FieldPattern[];
  readonly model: ModelRef;
  readonly as: string | undefined;
  readonly by: readonly string[];
  readonly options: GroupValues<typeof fitGroups>;
  /** The options as typed, to be kept with the model. */
  readonly typed: Readonly<Record<string, string>>;
}

/**
 * The options of `lstmfit`.
 *
 * @module
 */

import { parseDuration } from '../../encode/field/time.ts';
import { parseThresholdRule } from '../../evaluate/threshold.ts';
import {
  boolean,
  custom,
  integer,
  number,
  type Option,
  oneOf,
  orWords,
  parseInteger,
} from '../arguments/option.ts';
import { threadsOption } from '../run/threads.ts';
import { parseClassWeights } from './class-weights.ts';

/** Field that orders rows unless the user names another. */
export const DEFAULT_TIME = '_time';

const MAX_LAYERS = 8;
const MAX_UNITS = 1024;

/** The options by what they concern, as a fit gets them. */
export const fitGroups = {
  sequence: {
    window: orWords(
      ['auto', 'fields'],
      integer(1, 10_000_000, {
        group: 'sequence',
        default: 'auto',
        help: 'Rows per sequence, in time order, per entity; fields = each row is one sequence whose steps are its fields. auto: fields for classes without by, 10 without a target, else 20.',
      }),
    ),
    min_rows: orWords(
      ['auto'],
      integer(1, 1_000_000, {
        group: 'sequence',
        default: 'auto',
        help: 'A row is scored from this many rows of its sequence on; rows before have the status warmup. auto: 1, 2 without a target, horizon + 1 for a forecast.',
      }),
    ),
    gap: custom(
      'a duration such as 30s, 5m, 1h or 2d',
      '<duration>',
      (text) => (parseDuration(text) > 0 ? parseDuration(text) : undefined),
      { group: 'sequence', help: 'A longer pause than this starts a new sequence.' },
    ),
    stride: integer(1, 10_000, {
      group: 'sequence',
      default: '1',
      help: 'Train on every n-th sequence only.',
    }),
    horizon: integer(0, 10_000, {
      group: 'sequence',
      default: '0',
      help: 'Forecast the numeric target this many rows ahead, from rows before, its own past included; 0: predict the target of the row itself.',
    }),
    label: oneOf(['last', 'any'], {
      group: 'sequence',
      default: 'last',
      help: 'Class of a window: that of its last row; or, of two classes, positive if any of its rows is.',
    }),
    time: custom('the name of a field', '<field>', (text) => text, {
      group: 'sequence',
      default: DEFAULT_TIME,
      help: 'Field that orders rows: epoch seconds or ISO 8601, UTC where no zone is given.',
    }),
    time_features: oneOf(['auto', 'none'], {
      group: 'sequence',
      default: 'auto',
      help: 'What windows learn from time; auto: the seconds since the row before in the sequence, where they are not all equal; without a target, and for a forecast, also the hour of the day and the weekday (UTC), where rows span two days, two weeks.',
    }),
  },
  features: {
    categories: fieldList('Fields to treat as categories, whatever their values.'),
    numbers: fieldList('Fields to treat as numbers; other text in them counts as null.'),
    numeric: oneOf(['auto', 'standard', 'robust', 'quantile', 'minmax', 'none'], {
      group: 'encoding',
      default: 'auto',
      help: 'How windows scale numbers; auto: signed logarithm where skewed, median and quartiles, clipped to ±8; standard: mean and standard deviation; robust: median and quartiles; quantile: rank among training values, 0 to 1; minmax: training range to 0 to 1; none: as they are. All but auto are clipped to ±1,000,000.',
    }),
    categorical: oneOf(['auto', 'onehot', 'embedding', 'drop'], {
      group: 'encoding',
      default: 'auto',
      help: 'How windows read categories; auto: one-hot up to 32 values, else an embedding. Values seen fewer than 3 times are other.',
    }),
    ip: oneOf(['octets', 'onehot', 'embedding', 'drop'], {
      group: 'encoding',
      default: 'octets',
      help: 'How IP addresses are read; octets: four numbers and whether the address is private, loopback, multicast or IPv6.',
    }),
    nulls: oneOf(['fill', 'drop', 'error'], {
      group: 'encoding',
      default: 'fill',
      help: 'Null features: fill with the training median and a flag, or a category of their own; drop the row; or stop.',
    }),
    unseen: oneOf(['other', 'null', 'error'], {
      group: 'encoding',
      default: 'other',
      help: 'Categories that training had fewer than 3 times, when scoring: treat as other, give no prediction, or stop.',
    }),
  },
  network: {
    units: custom(
      `up to ${MAX_LAYERS} integers between 1 and ${MAX_UNITS}, such as 64 or "64,32"`,
      '<int>[,<int>]...',
      parseUnits,
      { group: 'network', default: '32', help: 'LSTM units; "64,32" stacks two layers.' },
    ),
    embedding: integer(1, 512, {
      group: 'network',
      default: '32',
      help: 'Width of token embeddings, with window=fields.',
    }),
    dropout: number(0, 1, {
      group: 'network',
      default: '0',
      bounds: '[)',
      help: 'Share of the outputs of each LSTM layer that training sets to zero.',
    }),
  },
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
        help: 'Step of an update; auto: adam 0.003, rmsprop 0.001, sgd 0.01. With epochs=auto halved after 2 checks without progress.',
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
        help: 'Share of the rows that nothing is chosen by, for honest figures; with split=time the newest. auto: 0.1 from 5,000 sequences on.',
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
        help: 'Probability from which a row is of the positive class of two; f1: the best F1 on validation; fpr:x: false positives at most this share of validation negatives; alerts:n/day: at most so many positives (also /hour, /week). auto: f1 with at least 20 validation rows of each class, else 0.5. Without a target: the anomaly score from which on a row is an anomaly; auto: 0.999; fpr:x: 1 - x.',
      },
    ),
  },
  run: {
    refit: boolean({
      group: 'training',
      default: 'false',
      help: 'Train again, on all rows, as many updates as were best; the figures are those from before.',
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
    output: oneOf(['epochs', 'summary', 'predictions'], {
      group: 'result',
      default: 'epochs',
      help: 'What the search returns: one row an epoch, one row about the model, or the rows with predictions.',
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

/** The options in the order in which documents list them. */
export const fitOptions = {
  ...fitGroups.sequence,
  ...fitGroups.features,
  ...fitGroups.network,
  ...fitGroups.target,
  ...fitGroups.training,
  ...fitGroups.split,
  ...fitGroups.threshold,
  ...fitGroups.run,
  ...fitGroups.result,
};

function fieldList(help: string): Option<readonly string[]> {
  const parse = (text: string): readonly string[] | undefined => {
    const names = text.split(',').map((name) => name.trim());
    return names.includes('') ? undefined : names;
  };
  return custom(
    'names of fields such as port or "port,code", * as wildcard',
    '<field>[,<field>]...',
    parse,
    { group: 'encoding', help },
  );
}

function parseUnits(text: string): readonly number[] | undefined {
  const units = text.split(',').map((part) => parseInteger(part.trim(), 1, MAX_UNITS));
  const isWhole = units.every((unit): unit is number => unit !== undefined);
  return isWhole && units.length <= MAX_LAYERS ? units : undefined;
}

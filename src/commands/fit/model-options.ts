/**
 * The options of `lstmfit` that say what a model is made of: sequences, features and network.
 *
 * @module
 */

import { parseDuration } from '../../encode/field/time.ts';
import { isTimeZone } from '../../encode/field/time-zone.ts';
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

/** The field that orders rows unless the user names another. */
export const DEFAULT_TIME = '_time';

const MAX_LAYERS = 8;
const MAX_UNITS = 1024;

export const modelGroups = {
  sequence: {
    window: orWords(
      ['auto', 'fields', 'characters'],
      integer(1, 10_000_000, {
        group: 'sequence',
        default: 'auto',
        help: 'Rows per sequence, in time order, per entity; fields = each row is one sequence whose steps are its fields; characters = the text of one field is one sequence of its characters, beside which a linear model reads the other fields. auto: characters where there is no by and the one field is a text whose values mostly differ; for other classes without by, fields or 1, whichever newer training rows favour after short fits, and fields where too few can tell; 10 without a target, else 20.',
      }),
    ),
    min_rows: orWords(
      ['auto'],
      integer(1, 1_000_000, {
        group: 'sequence',
        default: 'auto',
        help: 'A row is scored from this many rows of its sequence on; rows before have the status warmup. auto: 1, horizon + 1 for a forecast.',
      }),
    ),
    gap: custom(
      'a duration such as 30s, 5m, 1h or 2d',
      '<duration>',
      (text) => (parseDuration(text) > 0 ? parseDuration(text) : undefined),
      { group: 'sequence', help: 'A longer pause than this starts a new sequence.' },
    ),
    end: orWords(
      ['auto'],
      boolean({
        group: 'sequence',
        default: 'auto',
        help: 'Without a target: whether it is predicted, too, that a sequence ends, so that one that stops early is odd. With gap an end is known once the gap has passed; without gap sequences end where the results end. auto: with gap, and where a fifth of the entities or more were over before the results end, as jobs and blocks are, and a field foretells it.',
      }),
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
    interval: number(0, 1, {
      group: 'sequence',
      default: '0.9',
      bounds: '()',
      help: 'Of a forecast: the share of values that should lie between lower and upper.',
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
      help: 'What windows learn from time; auto: the seconds since the row before in the sequence, where they are not all equal; without a target, and for a forecast, also the hour of the day and the weekday (UTC), where rows span two days, two weeks, and of a forecast its season. Validation rows may leave the hour and the weekday out of a forecast.',
    }),
    time_zone: custom(
      'the name of a time zone such as Europe/Berlin',
      '<name>',
      (name) => (isTimeZone(name) ? name : undefined),
      {
        group: 'sequence',
        default: 'UTC',
        help: 'Time zone of the hour and the weekday that windows learn from, such as Europe/Berlin; summer time is kept.',
      },
    ),
  },
  features: {
    categories: fieldList('Fields to treat as categories, whatever their values.'),
    numbers: fieldList('Fields to treat as numbers; other text in them counts as null.'),
    future_fields: fieldList(
      'Of a forecast: fields that are known for rows to come, such as holiday, read at the row that is forecast.',
    ),
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
    length: integer(1, 10_000, {
      group: 'sequence',
      default: '128',
      help: 'With window=characters: so many characters of a text are read, the last ones.',
    }),
    case: oneOf(['lower', 'keep'], {
      group: 'sequence',
      default: 'lower',
      help: 'With window=characters: lower reads upper case as lower case, keep tells them apart.',
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
      help: 'Width of the embedding of tokens, with window=fields, or of characters.',
    }),
    dropout: number(0, 1, {
      group: 'network',
      default: '0',
      bounds: '[)',
      help: 'Share of the outputs of each LSTM layer that training sets to zero.',
    }),
    wide: orWords(
      ['auto'],
      boolean({
        group: 'network',
        default: 'auto',
        help: 'Whether a linear model of the same inputs stands beside the LSTM, for classes and numbers. auto: unless validation rows speak against it, where they are 100 or more, with 20 or more of each of two classes.',
      }),
    ),
  },
} as const;

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

/**
 * Describes the header of a model file, from which its JSON schema and its types follow.
 *
 * The build compiles the schema into a validator (`build/header-validator.mjs`); the sources import
 * types only, so that this module is not in the bundle. `model/header.ts` declares the header as the
 * sources use it.
 *
 * @module
 */

import {
  anyOf,
  boolean,
  define,
  extending,
  integer,
  list,
  number,
  object,
  oneOf,
  only,
  optional,
  orNull,
  record,
  type TypeOf,
  text,
  variants,
} from './described.ts';

const count = define('count', integer({ minimum: 1, maximum: 100_000_000 }));

const texts = define('texts', list(text()));

const vocabulary = define('vocabulary', object({ values: texts, hasNull: boolean() }));

const scaling = define(
  'scaling',
  object({
    scaling: optional(oneOf('auto', 'standard', 'robust', 'quantile', 'minmax', 'none')),
    isLog: boolean(),
    center: number(),
    scale: number({ exclusiveMinimum: 0 }),
    quantiles: optional(list(number(), { minItems: 1, maxItems: 257 })),
    clip: optional(number({ exclusiveMinimum: 0, maximum: 1e6 })),
  }),
);

const feature = define(
  'feature',
  variants(
    [
      extending(
        scaling,
        object({
          kind: only('numeric'),
          fill: number(),
          hasNull: boolean(),
          edges: optional(list(number(), { maxItems: 5 })),
        }),
      ),
      object({
        kind: only('ip'),
        fill: list(number({ minimum: 0, maximum: 1 }), { minItems: 8, maxItems: 8 }),
        hasNull: boolean(),
        edges: optional(list(number(), { maxItems: 5 })),
      }),
      object({ kind: only('category'), encoding: oneOf('onehot', 'embedding'), vocabulary }),
    ],
    { required: ['kind', 'field'], properties: { field: text() } },
  ),
);

const token = define(
  'token',
  variants(
    [
      object({
        kind: only('numeric'),
        edges: list(number()),
        fill: integer({ minimum: 0 }),
        hasNull: boolean(),
      }),
      object({ kind: only('category'), vocabulary }),
      object({ kind: only('ip'), parts: list(vocabulary, { minItems: 4, maxItems: 4 }) }),
    ],
    { required: ['kind', 'field'], properties: { field: text() } },
  ),
);

const textField = define(
  'textField',
  object({
    kind: only('text'),
    field: text(),
    length: integer({ minimum: 1, maximum: 10_000 }),
    case: oneOf('lower', 'keep'),
    hasBegin: boolean(),
    vocabulary,
    meanLength: integer({ minimum: 1, maximum: 10_000 }),
    edges: list(number(), { maxItems: 5 }),
  }),
);

const edges = define('edges', list(number(), { minItems: 2, maxItems: 25 }));

/** A generalised Pareto distribution of the distance to the outermost edge. */
const tail = define(
  'tail',
  object({
    scale: number({ exclusiveMinimum: 0 }),
    shape: number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
    /** The training value that lies farthest out. */
    extreme: number(),
  }),
);

/** Older releases have edges up to the extreme training values, and no tails beyond them. */
const tails = optional(object({ below: tail, above: tail }));

/** Outcomes that none of so many training rows has. */
const empty = optional(
  object({ outcomes: list(integer({ minimum: 0 }), { minItems: 1, maxItems: 100 }), rows: count }),
);

const head = define(
  'head',
  variants([
    object({ kind: only('category'), field: text(), vocabulary, empty }),
    object({ kind: only('number'), field: text(), edges, tails, empty }),
    object({ kind: only('pause'), edges, tails, empty }),
    object({ kind: only('text'), field: text(), vocabulary }),
    object({ kind: only('end') }),
  ]),
);

/** A rank table maps values to ranks; it is fixed when the model is fitted. */
export const rankTable = define(
  'rankTable',
  object({
    /** The values ascend. */
    values: list(number(), { minItems: 1, maxItems: 1000 }),
    /** The list `[values.length]` has for each value the share of held-out values above it, descending. */
    above: list(number({ exclusiveMinimum: 0, maximum: 1 }), { minItems: 1, maxItems: 1000 }),
    /** Beyond the last value, the share falls e-fold over this distance. */
    tail: number({ exclusiveMinimum: 0 }),
    /** There were so many held-out values. */
    count,
  }),
);

/** Block statistics hold the distances that are usual for blocks of a size. */
export const blockStatistics = object({
  rows: count,
  /** The list `[columns]` has the mean distance of a block from the other rows. */
  distances: list(number({ minimum: 0 })),
  /**
   * The largest of the columns' distances, as a multiple of what is usual, hardly exceeds this; at least
   * 1.
   */
  limit: number({ exclusiveMinimum: 0 }),
});

export const baseline = define(
  'baseline',
  object({
    counts: list(list(number({ minimum: 0 }), { maxItems: 100 })),
    /** The statistics of blocks, ascending in rows; there is at least one. */
    blocks: list(blockStatistics, { minItems: 1, maxItems: 20 }),
  }),
);

const sequence = object({
  window: anyOf(only('fields'), only('characters'), count),
  minRows: count,
  gap: orNull(number({ minimum: 0 })),
  end: optional(boolean()),
  quiet: optional(number({ minimum: 0 })),
  by: texts,
  time: orNull(text()),
  /** Models before begins lack `hasBegin`. */
  reach: optional(object({ rows: count, lead: count, hasBegin: optional(boolean()) })),
});

const policies = object({
  nulls: oneOf('fill', 'drop', 'error'),
  unseen: oneOf('other', 'null', 'error'),
});

const encoder = variants(
  [
    object({
      kind: only('features'),
      fields: list(feature, { minItems: 1 }),
      calendar: optional(list(oneOf('hour', 'weekday'))),
      begin: optional(object({ due: number({ minimum: 0 }) })),
      /** The calendar is that of this time zone; UTC in models that lack it. */
      timeZone: optional(text()),
      /** The season of a forecast; models before that lack it. */
      season: optional(object({ rows: count, lead: count })),
      /** A forecast reads the past of its target as distances from the last value; models before that do not. */
      isRelative: optional(boolean()),
      /** Fields that steps hold of the row `lead` rows on. */
      ahead: optional(object({ fields: texts, lead: count })),
      pause: optional(scaling),
    }),
    object({ kind: only('tokens'), fields: list(token, { minItems: 1 }) }),
    object({ kind: only('characters'), fields: list(anyOf(textField, feature), { minItems: 1 }) }),
  ],
  { required: ['kind', 'fields'] },
);

const target = variants([
  object({
    mode: only('classify'),
    classes: list(text(), { minItems: 2, maxItems: 100 }),
    field: text(),
  }),
  object({
    mode: only('regress'),
    mean: number(),
    scale: number({ exclusiveMinimum: 0 }),
    field: text(),
  }),
  object({
    field: text(),
    mode: only('forecast'),
    mean: number(),
    scale: number({ exclusiveMinimum: 0 }),
    horizon: count,
    /** Windows are scaled by themselves with these numbers; models before that lack them. */
    windowScale: optional(
      object({
        share: number({ exclusiveMinimum: 0, maximum: 1 }),
        least: number({ exclusiveMinimum: 0 }),
        factor: number({ exclusiveMinimum: 0 }),
      }),
    ),
  }),
  object({ mode: only('anomaly'), heads: list(head, { minItems: 1 }) }),
]);

const network = object({
  features: integer({ minimum: 0, maximum: 1_000_000 }),
  embeddings: list(object({ vocabulary: count, width: count })),
  units: list(count, { minItems: 1, maxItems: 16 }),
  dropout: number({ minimum: 0, exclusiveMaximum: 1 }),
  outputs: integer({ minimum: 1, maximum: 100_000 }),
  loss: oneOf('binary_crossentropy', 'categorical_crossentropy', 'mean_squared_error'),
  heads: optional(list(count, { minItems: 1 })),
  outputsAt: optional(only('every')),
  /** Older releases refuse a file with a linear model. */
  wide: optional(
    object({
      dense: integer({ minimum: 0, maximum: 3_000_000 }),
      columns: integer({ minimum: 0, maximum: 10_000_000 }),
      part: number({ exclusiveMinimum: 0, maximum: 1 }),
      deep: optional(
        object({
          slope: number({ exclusiveMinimum: 0, maximum: 1e12 }),
          offsets: list(number({ minimum: -1e12, maximum: 1e12 }), { minItems: 1, maxItems: 100 }),
        }),
      ),
      oddsFloor: optional(number({ exclusiveMinimum: 0, maximum: 1 })),
    }),
  ),
});

const meanSteps = {
  features: list(number({ minimum: -1e12, maximum: 1e12 })),
  counts: list(list(integer({ minimum: 0 }))),
};

const typical = object({ ...meanSteps, beside: optional(object(meanSteps)) });

/** The deciding figure tells which of two models is better. */
export const decidingFigure = oneOf('f1', 'pr_auc', 'rmse', 'surprise');

/** Training was ended by the time limit, or by the user who finalized the job. */
export const stopReason = oneOf('time', 'finalized', 'divergence');

export const metrics = define('metrics', record(number()));

/**
 * The figures of training by name: a list of one number for each epoch, null where there is none. The
 * names are those of Keras' `History`, in the order of the columns that are shown.
 */
export const history = record(list(orNull(number())));

/** A field is left out where `from` named or matched it and it is not a feature. */
export const leftOutField = object({ field: text(), reason: text() });

/** The record of how the model came about; scoring does not need it. */
export const training = object({
  /** The options stand here as the user typed them; those that `tune` chose stand in its place. */
  options: record(text()),
  /** `tune` chose among so many settings. */
  tuned: optional(number()),
  note: text(),
  /** The SHA-256 of the search; the search itself is not kept. */
  searchHash: text(),
  seed: number(),
  rows: number(),
  rowsUsed: number(),
  sequences: number(),
  entities: number(),
  /** The first row that was used has this time in epoch seconds; it is null without times. */
  earliest: orNull(number()),
  latest: orNull(number()),
  epochs: number(),
  bestEpoch: number(),
  seconds: number(),
  /** The examples of this part gave `metrics`. */
  metricsOf: oneOf('validation', 'training'),
  metrics,
  /** This simple model was the best, on the test examples or else on those of `metrics`. */
  baseline: object({
    name: text(),
    metrics,
    /** `by` is the figure by which the simple models were compared. */
    by: optional(decidingFigure),
  }),
  /** The first row that the weights were fitted to has this time in epoch seconds. */
  trainedFrom: optional(orNull(number())),
  trainedUntil: optional(orNull(number())),
  /** The figures of the test examples, by which nothing was chosen, where there are any. */
  testMetrics: optional(metrics),
  /** `isRefit` tells whether the weights were fitted again to all rows after the figures were taken. */
  isRefit: optional(boolean()),
  /** The kernel that trained with the engine of the app, by its name in the log. */
  kernel: optional(text()),
  /**
   * The reason why the predictions mean little, where the fit found one: a `Doubt`, or the word of a
   * newer release.
   */
  doubt: optional(text()),
  /** Training ended early for this reason. */
  stopped: optional(stopReason),
  /**
   * `history` holds the figures of every epoch; formats before 3 lack it, and the fields that were left
   * out.
   */
  history: optional(history),
  leftOut: optional(list(leftOutField)),
  /** Features that may make the figures better than the model is, and why; older releases kept none. */
  doubtful: optional(list(leftOutField)),
  /** What the fit came to, in one sentence: its first message. */
  verdict: optional(text()),
});

/**
 * The bounds lie at these distances from a forecast, in the target's unit, times the unit of the window and
 * the spread of the entity where these have one.
 */
export const interval = object({ lower: number(), upper: number() });

/**
 * An entity, and the mean absolute error of its forecasts in that of all entities: its intervals are so
 * many times as wide.
 */
export const entitySpread = object({
  /** The values of the `by` fields, joined as `entityKeys` does. */
  entity: text(),
  spread: number({ exclusiveMinimum: 0, maximum: 1e9 }),
});

/** A forecast keeps these facts beside its weights. */
export const forecast = object({
  /**
   * `[horizon]`: the interval of each step; the list is empty where too few rows were held out to compute
   * it.
   */
  intervals: list(interval, { maxItems: 10_000 }),
  /** A season has so many rows in the training rows; null is for none. */
  period: orNull(integer({ minimum: 1 })),
  /** The seconds from row to row have this median; it is null without times. */
  step: orNull(number({ minimum: 0, maximum: 1e11 })),
  /** Entities whose errors differ from the average; models before that lack it. */
  entities: optional(list(entitySpread, { maxItems: 1000 })),
  /** The share of values that should lie within; 0.9 in models that lack it. */
  share: optional(number({ exclusiveMinimum: 0, exclusiveMaximum: 1 })),
  /**
   * What adapts bounds to later errors and ranks these; models before that lack it, and models without
   * intervals.
   */
  residuals: optional(
    object({
      /** The mean distance of held-out values from the middle of their intervals, in halves of these. */
      size: number({ exclusiveMinimum: 0 }),
      /** Ranks distances by the bound on their side. */
      ranks: rankTable,
      /** The time that the held-out rows stand for; null where they have none. */
      seconds: orNull(number()),
    }),
  ),
});

/** Calibration computes z′ₖ = slope · zₖ + offsetₖ of the logits z. */
export const calibration = object({
  /** The slope is above 0, so that the order of probabilities stays. */
  slope: number({ exclusiveMinimum: 0, maximum: 1e12 }),
  /** `[outputs]` */
  offsets: list(number({ minimum: -1e12, maximum: 1e12 }), { minItems: 1, maxItems: 100 }),
});

/** The curve tells how many validation rows each threshold calls positive. */
export const curve = object({
  /**
   * The thresholds, descending. The first lies above all probabilities, or is 1 where one of them is 1;
   * with the last every row is called positive.
   */
  thresholds: list(number(), { maxItems: 1000 }),
  /** `[thresholds.length]`: the number of rows of the negative class with at least that probability. */
  negatives: list(number(), { maxItems: 1000 }),
  /** `[thresholds.length]`: the number of rows of either class with at least that probability. */
  alerts: list(number(), { maxItems: 1000 }),
  /** So many rows have the negative class. */
  negativeCount: number(),
  count: number(),
  /** The time that the rows stand for; null where they have none. */
  seconds: orNull(number()),
});

const counts = define('counts', list(integer({ minimum: 0 }), { maxItems: 10_000 }));

/**
 * The points of the curves of one class against the rest, by falling threshold; the last one calls every
 * row.
 */
export const classCurve = object({
  /** The place of the class among those of the target. */
  class: integer({ minimum: 0, maximum: 99 }),
  thresholds: list(number({ minimum: 0, maximum: 1 }), { maxItems: 1000 }),
  /** `[thresholds.length]`: the number of rows of the class with at least that probability. */
  positives: counts,
  /** `[thresholds.length]`: the number of other rows with at least that probability. */
  negatives: counts,
  /** Groups of rows by rising probability: its mean, the rows of the class, and all rows. */
  calibration: object({
    probabilities: list(number({ minimum: 0, maximum: 1 }), { maxItems: 100 }),
    positives: counts,
    rows: counts,
  }),
});

/** The counts of a model of classes on the rows that its figures count most on. */
export const classEvaluation = object({
  set: oneOf('test', 'validation', 'training'),
  /** `[classes, classes]`: the number of rows by actual and by predicted class. */
  confusion: counts,
  curves: list(classCurve, { maxItems: 100 }),
  /** The time that the rows stand for; null where they have none. */
  seconds: orNull(number()),
});

/** `[keys]`: how often each key was counted; the keys ascend. */
const countTable = define(
  'countTable',
  object({
    keys: list(integer({ minimum: 0 }), { maxItems: 10_000 }),
    counts: list(count, { maxItems: 10_000 }),
  }),
);

/** How often rows held the same; every list of heads has one item for each head. */
export const rowCounts = object({
  count,
  /** So many rows differ from each other. */
  distinct: count,
  /** The head that predicts each one, −1 for the first. */
  parents: list(integer({ minimum: -1 }), { minItems: 1 }),
  /** How often each outcome of each head came. */
  values: list(list(integer({ minimum: 0 })), { minItems: 1 }),
  /** By outcome of the parent · outcomes of the head + outcome. */
  pairs: list(countTable, { minItems: 1 }),
  /** By a hash of all outcomes of a row. */
  rows: countTable,
});

/** A linear forecast of the numbers of a row, all scaled as the network reads them, and its errors. */
export const numberForecast = object({
  fields: list(text(), { minItems: 1, maxItems: 100 }),
  means: list(number()),
  /** `[fields, fields]`: the slope of a field of the row by each field of the row before. */
  slopes: list(list(number())),
  /** `[fields, fields]`: the lower triangle L of the covariance L·Lᵀ of the errors, row by row. */
  ofErrors: list(list(number())),
  /** `[fields, fields]`: the lower triangle of the covariance of the distances from the means, row by row. */
  ofValues: list(list(number())),
});

/** What is counted of rows beside the network. */
export const evidence = object({
  rows: rowCounts,
  numbers: optional(numberForecast),
});

/** A statistic of held-out stretches of one length, whose tail is known from so many of them. */
export const stretchTable = define('stretchTable', object({ ranks: rankTable, units: count }));

/** What is usual for entities, by held-out rows; bits are those of all fields of a row together. */
export const entityCalibration = object({
  /** The held-out rows are of so many entities. */
  count,
  means: object({ excess: number(), surprise: number() }),
  /** The excess from which on a row counts in a stretch. */
  allowance: number(),
  /** The chance of a stretch falls e-fold over the inverse of this, in bits. */
  rate: number({ exclusiveMinimum: 0 }),
  /** The excess varies so much between entities, and between the rows of one. */
  between: number({ minimum: 0 }),
  within: number({ minimum: 0 }),
  /** The same of the bits of rows, and of their squares; models of older releases have none. */
  surprises: optional(
    object({
      square: number(),
      between: number({ minimum: 0 }),
      within: number({ minimum: 0 }),
      allowance: number(),
      rate: number({ exclusiveMinimum: 0 }),
    }),
  ),
  /** The tables of the statistics, in the order of `weightsOf`, for stretches of 1, 2, 4, … rows. */
  lengths: list(list(stretchTable, { minItems: 5, maxItems: 5 }), { minItems: 1, maxItems: 32 }),
  trend: object({
    /** No row counts more in a trend. */
    most: number(),
    ranks: rankTable,
  }),
});

/** These tables turn surprises into scores. */
export const anomaly = object({
  /** Each head has a table for its surprise. */
  heads: list(rankTable, { minItems: 1 }),
  /** Each column of evidence has a table for its amounts; models of older releases have none. */
  evidence: optional(list(rankTable, { maxItems: 10 })),
  /**
   * The weights of the heads together and of each column of evidence, of which the largest is 1; all are 1 in
   * models without.
   */
  weights: optional(list(number({ exclusiveMinimum: 0, maximum: 1 }), { minItems: 1 })),
  /**
   * Tables for Σ −ln of the shares that the tables of the heads give, and those of the evidence where there
   * is any. Models of older releases have none.
   */
  sums: optional(list(rankTable, { minItems: 1, maxItems: 2 })),
  /** The table for −ln of the least share that any table of a column gives. */
  least: optional(rankTable),
  /**
   * `combined` is the table for −ln of the harmonic mean of the shares that `sums` and `least` give; in a model
   * without these for Σ −ln of all shares.
   */
  combined: rankTable,
  /**
   * The share of rows that have a value in each head which training rows lacked, or such a value that is rarer;
   * models of older releases, and of texts, have none.
   */
  newValues: optional(list(number({ exclusiveMinimum: 0, maximum: 1 }), { minItems: 1 })),
  /** The time that the held-out rows stand for; null where they have none. */
  seconds: orNull(number()),
  /** Older releases kept none, and there is none where held-out rows are too few or have no order. */
  entities: optional(entityCalibration),
});

/** The counts and distances with which later rows are compared. */
export const drift = object({
  /** The counts are those of all rows of the fit, by the columns that a reading watches. */
  values: baseline,
  /**
   * The counts of the held-out rows. The first columns count for each category whether it was unknown
   * (`unknownCounts`), also in rows that are no examples; the others count the predictions for examples.
   * The key is absent where there are too few such rows.
   */
  heldOut: optional(baseline),
});

export const header = object({
  sequence,
  policies,
  encoder,
  target,
  network,
  typical: optional(typical),
  threshold: orNull(number({ minimum: 0, maximum: 1 })),
  training,
  forecast: optional(forecast),
  calibration: optional(calibration),
  curve: optional(curve),
  evaluation: optional(classEvaluation),
  anomaly: optional(anomaly),
  evidence: optional(evidence),
  drift: optional(drift),
});

/** `FileHeader` is the header as the file has it. */
export type FileHeader = TypeOf<typeof header>;

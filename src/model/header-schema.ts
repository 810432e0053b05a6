/**
 * The header of a model file: its JSON schema and its types, from one description.
 *
 * The build compiles the schema into a validator (`build/header-validator.mjs`); the sources import types
 * only, so that this is not in the bundle. `model/header.ts` is the header as the sources see it.
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

const edges = define('edges', list(number(), { minItems: 2, maxItems: 17 }));

const head = define(
  'head',
  variants([
    object({ kind: only('category'), field: text(), vocabulary }),
    object({ kind: only('number'), field: text(), edges }),
    object({ kind: only('pause'), edges }),
  ]),
);

/** Frozen when the model is fitted. */
export const rankTable = define(
  'rankTable',
  object({
    /** Ascending. */
    values: list(number(), { minItems: 1, maxItems: 1000 }),
    /** `[values.length]`: falling share of held-out values above each. */
    above: list(number({ exclusiveMinimum: 0, maximum: 1 }), { minItems: 1, maxItems: 1000 }),
    /** The share falls e-fold over so much beyond the last value. */
    tail: number({ exclusiveMinimum: 0 }),
    /** Held-out values. */
    count,
  }),
);

/** What is usual for blocks of a size. */
export const blockStatistics = object({
  rows: count,
  /** `[columns]`: the mean distance of a block from the other rows. */
  distances: list(number({ minimum: 0 })),
  /** The largest of the columns' distances, as a multiple of what is usual, hardly exceeds this; at least 1. */
  limit: number({ exclusiveMinimum: 0 }),
});

export const baseline = define(
  'baseline',
  object({
    counts: list(list(number({ minimum: 0 }), { maxItems: 100 })),
    /** Ascending in rows, at least one. */
    blocks: list(blockStatistics, { minItems: 1, maxItems: 20 }),
  }),
);

const sequence = object({
  window: anyOf(only('fields'), count),
  minRows: count,
  gap: orNull(number({ minimum: 0 })),
  by: texts,
  time: orNull(text()),
  reach: optional(object({ rows: count, lead: count })),
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
      pause: optional(scaling),
    }),
    object({ kind: only('tokens'), fields: list(token, { minItems: 1 }) }),
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
});

const typical = object({
  features: list(number({ minimum: -1e12, maximum: 1e12 })),
  counts: list(list(integer({ minimum: 0 }))),
});

/** What tells which of two models is better. */
export const decidingFigure = oneOf('f1', 'pr_auc', 'rmse', 'surprise');

/** The time limit; or the user, who finalized the job. */
export const stopReason = oneOf('time', 'finalized');

export const metrics = record(number());

/**
 * One list a figure, one number an epoch, null where there is none. Named as in Keras' `History`, in
 * the order of the columns that are shown.
 */
export const history = record(list(orNull(number())));

/** A field that `from` named or matched and that is no feature. */
export const leftOutField = object({ field: text(), reason: text() });

/** How the model came about; scoring does not need it. */
export const training = object({
  /** The options as typed. */
  options: record(text()),
  note: text(),
  /** SHA-256 of the search; the search itself is not kept. */
  searchHash: text(),
  seed: number(),
  rows: number(),
  rowsUsed: number(),
  sequences: number(),
  entities: number(),
  /** Epoch seconds of the rows used, null without times. */
  earliest: orNull(number()),
  latest: orNull(number()),
  epochs: number(),
  bestEpoch: number(),
  seconds: number(),
  /** The examples that the metrics are of. */
  metricsOf: oneOf('validation', 'training'),
  metrics,
  /** The best of the simple models, on the test examples or else on those of `metrics`. */
  baseline: object({
    name: text(),
    metrics,
    /** The figure that it was compared by. */
    by: optional(decidingFigure),
  }),
  /** Epoch seconds of the rows that the weights were fitted to. */
  trainedFrom: optional(orNull(number())),
  trainedUntil: optional(orNull(number())),
  /** Figures of the examples that nothing was chosen by, where there are any. */
  testMetrics: optional(metrics),
  /** Whether the weights were fitted again to all rows after the figures were taken. */
  isRefit: optional(boolean()),
  /** Why its predictions mean little, where the fit found that: a `Doubt`, or what a newer release names. */
  doubt: optional(text()),
  /** What ended training before its time. */
  stopped: optional(stopReason),
  /** Figures of every epoch; formats before 3 lack them, and the fields left out. */
  history: optional(history),
  leftOut: optional(list(leftOutField)),
});

/** Distances from a forecast, in the target's unit: to its lower and its upper bound. */
export const interval = object({ lower: number(), upper: number() });

/** What a forecast found out beside its weights. */
export const forecast = object({
  /** `[horizon]`: of each step; empty where too few rows were held out to bound them. */
  intervals: list(interval, { maxItems: 10_000 }),
  /** Rows of the season of the training rows; null for none. */
  period: orNull(integer({ minimum: 1 })),
  /** Median seconds from row to row; null without times. */
  step: orNull(number({ minimum: 0, maximum: 1e11 })),
});

/** z′ₖ = slope · zₖ + offsetₖ */
export const calibration = object({
  /** Above 0, so that the order of probabilities stays. */
  slope: number({ exclusiveMinimum: 0, maximum: 1e12 }),
  /** `[outputs]` */
  offsets: list(number({ minimum: -1e12, maximum: 1e12 }), { minItems: 1, maxItems: 100 }),
});

/** How many validation rows each threshold raises. */
export const curve = object({
  /**
   * Descending. The first lies above all probabilities, or is 1 where one of them is 1; the last
   * raises every row.
   */
  thresholds: list(number(), { maxItems: 1000 }),
  /** `[thresholds.length]`: rows of the negative class with at least that probability. */
  negatives: list(number(), { maxItems: 1000 }),
  /** `[thresholds.length]`: rows of either class with at least that probability. */
  alerts: list(number(), { maxItems: 1000 }),
  /** Rows of the negative class. */
  negativeCount: number(),
  count: number(),
  /** The time that the rows stand for; null where they have none. */
  seconds: orNull(number()),
});

/** From surprises to scores. */
export const anomaly = object({
  /** For the surprise of each head. */
  heads: list(rankTable, { minItems: 1 }),
  /** For Σ −ln of the shares above. */
  combined: rankTable,
  /** The time that the held-out rows stand for; null where they have none. */
  seconds: orNull(number()),
});

/** What later rows are compared with. */
export const drift = object({
  /** Counts of all rows of the fit, by the columns that a reading watches. */
  values: baseline,
  /**
   * Counts of the rows that were held out: whether each category was unknown, by `unknownCounts`, those that
   * are no examples included; then the verdicts of the model on examples. Absent where they are too few.
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
  anomaly: optional(anomaly),
  drift: optional(drift),
});

/** A header as the file has it. */
export type FileHeader = TypeOf<typeof header>;

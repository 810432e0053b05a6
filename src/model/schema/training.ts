/**
 * Describes the record of how a model came about.
 *
 * @module
 */

import {
  boolean,
  define,
  integer,
  list,
  number,
  object,
  oneOf,
  optional,
  orNull,
  record,
  text,
} from '../described.ts';

/** The figure by which two models are compared. */
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
  /** Training began with the weights of this version of a model, by the name that its user would type. */
  continuedFrom: optional(object({ model: text(), version: integer({ minimum: 1 }) })),
  /** The number of settings that `tune` chose among. */
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
  /** Whether the weights were fitted again to all rows after the figures were taken. */
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

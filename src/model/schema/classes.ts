/**
 * Describes what a model of classes keeps beside its weights.
 *
 * @module
 */

import { define, integer, list, number, object, oneOf, orNull } from '../described.ts';

/** Calibration computes z′ₖ = slope · zₖ + offsetₖ of the logits z. */
export const calibration = object({
  /** The slope is above 0, so that the order of probabilities stays. */
  slope: number({ exclusiveMinimum: 0, maximum: 1e12 }),
  /** `[outputs]` */
  offsets: list(number({ minimum: -1e12, maximum: 1e12 }), { minItems: 1, maxItems: 100 }),
});

/** The curve has the number of validation rows that are positive at each threshold. */
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

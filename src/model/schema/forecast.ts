/**
 * Describes what a forecast keeps beside its weights.
 *
 * @module
 */

import { boolean, integer, list, number, object, optional, orNull, text } from '../described.ts';
import { rankTable } from './shared.ts';

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
  /** The length of the season in rows; null without a season. */
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
      /** Ranks distances in the size of errors; in models without `bySize`, by the bound on their side. */
      ranks: rankTable,
      bySize: optional(boolean()),
      /** The time that the held-out rows stand for; null where they have none. */
      seconds: orNull(number()),
    }),
  ),
});

/**
 * Describes what a model of anomalies keeps beside its weights: ranks, counts, and what is usual for entities.
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
  optional,
  orNull,
  text,
} from '../described.ts';
import { count, rankTable } from './shared.ts';

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
  /**
   * The number of pairs of values that were expected often enough for their absence to mean something. Models of older
   * releases lack it, and have other columns (`evidence/columns.ts`).
   */
  testable: optional(integer({ minimum: 0 })),
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

/** A statistic of held-out stretches of one length; `units` is the number of those from which its tail is known. */
export const stretchTable = define('stretchTable', object({ ranks: rankTable, units: count }));

/** What is usual for entities, by held-out rows; bits are those of all fields of a row together. */
export const entityCalibration = object({
  /** The number of entities among the held-out rows. */
  count,
  means: object({ excess: number(), surprise: number() }),
  /** The excess from which on a row counts in a stretch. */
  allowance: number(),
  /** The chance of a stretch falls e-fold over the inverse of this, in bits. */
  rate: number({ exclusiveMinimum: 0 }),
  /** The excess varies so much between entities, and between the rows of one. */
  between: number({ minimum: 0 }),
  within: number({ minimum: 0 }),
  /**
   * What is usual of the bits of rows: the mean of their squares, how much that varies between entities and within one,
   * and the allowance and rate of stretches of bits. Models of older releases have none.
   */
  surprises: optional(
    object({
      square: number(),
      between: number({ minimum: 0 }),
      within: number({ minimum: 0 }),
      allowance: number(),
      rate: number({ exclusiveMinimum: 0 }),
      /** The mean of −ln of the chances that the scores of rows give, and how much it varies. */
      unlikely: object({
        mean: number(),
        between: number({ minimum: 0 }),
        within: number({ minimum: 0 }),
      }),
    }),
  ),
  /** First rows of sequences do not count, as held-out rows had too few of them. */
  withoutBegins: optional(boolean()),
  /** The tables of the statistics, in the order of `weightedStatistics`, for stretches of 1, 2, 4, … rows. */
  lengths: list(list(stretchTable, { minItems: 5, maxItems: 6 }), { minItems: 1, maxItems: 32 }),
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

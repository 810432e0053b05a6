/**
 * Describes what several parts of a header are made of.
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
  text,
} from '../described.ts';

export const count = define('count', integer({ minimum: 1, maximum: 100_000_000 }));

export const texts = define('texts', list(text()));

export const vocabulary = define('vocabulary', object({ values: texts, hasNull: boolean() }));

export const scaling = define(
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
    /** The number of held-out values. */
    count,
  }),
);

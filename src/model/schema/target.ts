/**
 * Describes targets, one for each task.
 *
 * @module
 */

import {
  define,
  integer,
  list,
  number,
  object,
  only,
  optional,
  text,
  variants,
} from '../described.ts';
import { count, vocabulary } from './shared.ts';

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

/** Outcomes that no training row has, and the number of training rows. */
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

export const target = variants([
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

/**
 * Describes encoders, one for each reading.
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
  text,
  variants,
} from '../described.ts';
import { count, scaling, texts, vocabulary } from './shared.ts';

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

export const encoder = variants(
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

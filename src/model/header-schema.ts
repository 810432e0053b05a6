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
  integer,
  list,
  number,
  object,
  oneOf,
  only,
  optional,
  orNull,
  type TypeOf,
  text,
} from './described.ts';
import { anomaly, evidence } from './schema/anomaly.ts';
import { calibration, classEvaluation, curve } from './schema/classes.ts';
import { drift } from './schema/drift.ts';
import { encoder } from './schema/encoder.ts';
import { forecast } from './schema/forecast.ts';
import { count, texts } from './schema/shared.ts';
import { target } from './schema/target.ts';
import { training } from './schema/training.ts';

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
      /** The LSTM layers are calibrated so before they are joined with the linear model. */
      deep: optional(calibration),
      oddsFloor: optional(number({ exclusiveMinimum: 0, maximum: 1 })),
    }),
  ),
});

const meanSteps = {
  features: list(number({ minimum: -1e12, maximum: 1e12 })),
  counts: list(list(integer({ minimum: 0 }))),
};

const typical = object({ ...meanSteps, beside: optional(object(meanSteps)) });

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

/**
 * Declares the inputs of a linear model, which sequences are summarised as.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';

export interface LinearShape {
  /** The number of dense columns. */
  readonly dense: number;
  /** The number of one-hot columns. */
  readonly columns: number;
  /** The number of one-hot columns that are 1 in each row. */
  readonly ones: number;
}

export interface LinearInputs extends LinearShape {
  readonly count: number;
  /** `[count, dense]` */
  readonly values: Float32Array;
  /** `[count, ones]`: positions among the one-hot columns. */
  readonly indexes: Int32Array;
}

/** The sequences of some samples. */
export interface SampledSequences {
  readonly sequences: Sequences;
  readonly samples: Int32Array;
}

/** The rows of `inputs` from `first` on. */
export interface InputRows {
  readonly inputs: LinearInputs;
  readonly first: number;
}

export function createInputs(shape: LinearShape, count: number): LinearInputs {
  const { dense, columns, ones } = shape;
  const values = new Float32Array(count * dense);
  return { dense, columns, ones, count, values, indexes: new Int32Array(count * ones) };
}

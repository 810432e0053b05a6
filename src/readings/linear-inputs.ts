/**
 * Declares the inputs of a linear model, which sequences are summarised as.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';
import type { Workspace } from '../network/workspace.ts';

export interface LinearShape {
  /** The number of dense columns. */
  readonly dense: number;
  /** The number of one-hot columns. */
  readonly columns: number;
  /** So many of the one-hot columns are 1 in each row, or fewer. */
  readonly ones: number;
}

export interface LinearInputs extends LinearShape {
  readonly count: number;
  /** `[count, dense]` */
  readonly values: Float32Array;
  /** `[count, ones]`: positions among the one-hot columns; a row with fewer ends with `NO_MORE_ONES`. */
  readonly indexes: Int32Array;
}

/** Stands after the one-hot columns of a row with fewer than others. */
export const NO_MORE_ONES = -1;

/** Some of the sequences are samples. */
export interface SampledSequences {
  readonly sequences: Sequences;
  readonly samples: Int32Array;
}

/** The rows of `inputs` from `first` on are meant. */
export interface InputRows {
  readonly inputs: LinearInputs;
  readonly first: number;
  /** A kernel writes them, in whose memory the values are; plain TypeScript where it is left out. */
  readonly workspace?: Workspace | undefined;
}

/** A sequence, and the shape of its summary. */
export interface SummarisedSequence {
  readonly sequences: Sequences;
  readonly sample: number;
  readonly shape: Pick<LinearShape, 'dense' | 'columns'>;
}

/** Sets an input of a linear model apart from that of a typical sequence. */
export interface LinearTerm {
  /** The position among all columns, the dense ones first. */
  readonly column: number;
  /** The input, or the part of it that is from one row, less that of a typical sequence. */
  readonly difference: number;
  /** The input is made of this field. */
  readonly field: string;
  /** The number of rows before the last one that is read. */
  readonly back: number;
  /** The input stands beside the sequence, and is of none of its timesteps. */
  readonly isBeside?: boolean;
}

/** Hands out the memory of inputs, all 0. */
export interface InputMemory {
  floats(length: number): Float32Array;
  integers(length: number): Int32Array;
}

const OWN_MEMORY: InputMemory = {
  floats: (length) => new Float32Array(length),
  integers: (length) => new Int32Array(length),
};

export function createInputs(
  shape: LinearShape,
  count: number,
  memory: InputMemory = OWN_MEMORY,
): LinearInputs {
  const { dense, columns, ones } = shape;
  const [values, indexes] = [memory.floats(count * dense), memory.integers(count * ones)];
  return { dense, columns, ones, count, values, indexes };
}

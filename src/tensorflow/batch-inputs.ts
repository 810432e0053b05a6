/**
 * Makes a batch as TensorFlow reads it: one dense block, in which every sequence is padded to the
 * longest.
 *
 * @module
 */

import { range } from '../encode/rows/row-lists.ts';
import { type Sequences, type Steps, timestepsOf, writeFirst } from '../encode/rows/steps.ts';
import { writeOutputPlaces } from '../network/output-places.ts';

export interface BatchInputs {
  readonly size: number;
  readonly timesteps: number;
  /** The number of features of a step. */
  readonly width: number;
  /**
   * `[size]`: for each sequence, its position in the given samples; the longest comes first, as dropout
   * needs.
   */
  readonly positions: Int32Array;
  /** `[T, B, features]`: the features, which are zero before a sequence begins. */
  readonly features: Float32Array;
  /** `[T · B]` for each embedding: the indexes, which are 0 before a sequence begins. */
  readonly ids: readonly Int32Array[];
  /** `[T, B]`: 1 before a sequence begins; `undefined` when all are as long as the longest. */
  readonly absent: Float32Array | undefined;
  /**
   * The places in `[T, B]` of all timesteps of the samples, one sample after the other, where the network has
   * outputs at every timestep; absent where it has them at the last one.
   */
  readonly outputPlaces?: Int32Array;
}

/** Pads sequences at their start, so that the last timestep is the last one of each. */
export function batchInputs(sequences: Sequences, samples: Int32Array): BatchInputs {
  const { steps, lengths } = sequences;
  const { width, idCount } = steps;
  const lengthAt = (position: number): number => lengths[samples[position] as number] as number;
  const positions = Int32Array.from(samples, (_, position) => position).sort(
    (a, b) => lengthAt(b) - lengthAt(a) || a - b,
  );
  const size = samples.length;
  const timesteps = lengthAt(positions[0] as number);
  const features = new Float32Array(timesteps * size * width);
  const ids = Array.from({ length: idCount }, () => new Int32Array(timesteps * size));
  const absent = new Float32Array(timesteps * size).fill(1);
  const block = { features, ids };
  for (const [b, position] of positions.entries()) {
    const length = lengthAt(position);
    for (let step = 0; step < length; step++) {
      const row = (timesteps - length + step) * size + b;
      copyStep(steps, stepAt(sequences, samples[position] as number, step), row, block);
      if (step === 0) writeFirst(steps, features, row * width);
      absent[row] = 0;
    }
  }
  const isFull = lengthAt(positions[size - 1] as number) === timesteps;
  return { size, timesteps, width, positions, features, ids, absent: isFull ? undefined : absent };
}

/** Makes a batch with outputs at every timestep. */
export function everyStepInputs(sequences: Sequences, samples: Int32Array): BatchInputs {
  const inputs = batchInputs(sequences, samples);
  const lengths = samples.map((sample) => sequences.lengths[sample] as number);
  const outputPlaces = new Int32Array(timestepsOf(sequences, samples));
  writeOutputPlaces(inputs, { lengths, sequences: range(samples.length) }, outputPlaces);
  return { ...inputs, outputPlaces };
}

function stepAt({ starts, order }: Sequences, sample: number, step: number): number {
  const at = (starts[sample] as number) + step;
  return order === undefined ? at : (order[at] as number);
}

function copyStep(
  { width, features: from, ids: fromIds, idCount }: Steps,
  step: number,
  row: number,
  { features, ids }: Pick<BatchInputs, 'features' | 'ids'>,
): void {
  for (let column = 0; column < width; column++) {
    features[row * width + column] = from[step * width + column] as number;
  }
  for (const [index, column] of ids.entries()) {
    column[row] = fromIds[step * idCount + index] as number;
  }
}

/**
 * Converts between the order of a batch, which is sorted by length, and the order of the samples that
 * callers know.
 *
 * @module
 */

import { type Sequences, timestepsOf } from '../encode/rows/steps.ts';
import type { NetworkSpec } from './network-spec.ts';

/**
 * The order of a batch. Its outputs are already in the order of the samples where each timestep has some.
 */
interface BatchOrder {
  /** For each sequence of the batch, its position in the samples. */
  readonly positions: Int32Array;
  readonly isInOrder?: boolean | undefined;
  readonly outputPlaces?: Int32Array | undefined;
}

/**
 * Returns targets in the order of a batch.
 *
 * @param targets - `[batch, heads]`, in the order of the samples
 */
export function sortTargets(
  { positions, isInOrder, outputPlaces }: BatchOrder,
  targets: Float32Array,
): Float32Array {
  if (isInOrder || outputPlaces !== undefined) return targets;
  const width = targets.length / positions.length;
  const sorted = new Float32Array(targets.length);
  for (const [b, position] of positions.entries()) {
    for (let head = 0; head < width; head++) {
      sorted[b * width + head] = targets[position * width + head];
    }
  }
  return sorted;
}

/**
 * Returns the logits of a batch in the order of its samples, perhaps those given.
 *
 * @param logits - `[batch, outputs]`
 */
export function unsortLogits(
  { positions, isInOrder, outputPlaces }: BatchOrder,
  logits: Float32Array,
  outputs: number,
): Float32Array {
  if (isInOrder || outputPlaces !== undefined) return logits;
  const out = new Float32Array(positions.length * outputs);
  for (const [b, position] of positions.entries()) {
    for (let output = 0; output < outputs; output++) {
      out[position * outputs + output] = logits[b * outputs + output];
    }
  }
  return out;
}

/**
 * Predicts samples batch by batch, in their order.
 *
 * @param sizeFrom - returns the size of the batch that begins with a sample
 * @param predict - returns the logits of one batch, in the order of its samples
 */
export function predictInBatches(
  network: NetworkSpec,
  { sequences, samples }: { readonly sequences: Sequences; readonly samples: Int32Array },
  sizeFrom: (sample: number) => number,
  predict: (batch: Int32Array) => Float32Array,
): Float32Array {
  const rows = network.outputsAt === 'every' ? timestepsOf(sequences, samples) : samples.length;
  const out = new Float32Array(rows * network.outputs);
  let filled = 0;
  for (let first = 0; first < samples.length; ) {
    const batch = samples.subarray(first, first + sizeFrom(samples[first]));
    const logits = predict(batch);
    out.set(logits, filled);
    filled += logits.length;
    first += batch.length;
  }
  return out;
}

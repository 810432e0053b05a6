/**
 * Makes seeded input of a network: windows of consecutive rows, or rows of tokens.
 *
 * @module
 */
import type { Sequences } from '../../src/encode/rows/steps.ts';
import { createRandom } from '../../src/random.ts';
import type { BenchNetwork } from '../networks.ts';

export interface NetworkData {
  readonly sequences: Sequences;
  /** `[sequences]`: 0 or 1. */
  readonly targets: Float32Array;
}

/** @param count - the number of sequences */
export function networkData(network: BenchNetwork, count: number): NetworkData {
  const random = createRandom(1);
  const sequences = network.spec.features > 0 ? windows(network, count) : tokens(network, count);
  return { sequences, targets: Float32Array.from({ length: count }, () => random.integer(2)) };
}

/** Makes windows: sequence s holds the rows s … s + timesteps − 1. */
function windows({ spec: { features: width }, timesteps }: BenchNetwork, count: number): Sequences {
  const random = createRandom(2);
  const rows = count + timesteps - 1;
  const features = Float32Array.from({ length: rows * width }, () => random.normal());
  const steps = { count: rows, width, features, idCount: 0, ids: new Int32Array(0) };
  const starts = Int32Array.from({ length: count }, (_, sequence) => sequence);
  return { steps, starts, lengths: new Int32Array(count).fill(timesteps) };
}

/** Makes tokens: each field has a part of the vocabulary of its own; the steps are the vocabulary. */
function tokens({ spec, timesteps }: BenchNetwork, count: number): Sequences {
  const random = createRandom(2);
  const vocabulary = spec.embeddings[0]?.vocabulary ?? 0;
  const order = Int32Array.from({ length: count * timesteps }, (_, at) =>
    Math.floor((((at % timesteps) + random.uniform()) * vocabulary) / timesteps),
  );
  const ids = Int32Array.from({ length: vocabulary }, (_, id) => id);
  const steps = { count: vocabulary, width: 0, features: new Float32Array(0), idCount: 1, ids };
  const starts = Int32Array.from({ length: count }, (_, sequence) => sequence * timesteps);
  return { steps, starts, lengths: new Int32Array(count).fill(timesteps), order };
}

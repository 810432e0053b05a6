/**
 * The typical window: each of its rows is the mean of training rows.
 *
 * @module
 */

import { type Sequences, stepAt } from '../../encode/rows/steps.ts';
import { inputWidth, layoutWeights, type NetworkSpec, slotOf } from '../../network/network-spec.ts';
import {
  meanInput,
  meanVector,
  type TypicalInput,
  type WeightedNetwork,
} from '../typical-input.ts';

/** Counts the last row of each window, as every other is the last of another window. */
export function typicalRow(
  sequences: Sequences,
  training: Int32Array,
  network: NetworkSpec,
): TypicalInput {
  const { starts, lengths, steps } = sequences;
  const { features, counts } = meanInput(steps, training, network, (example) =>
    Int32Array.of(stepAt(sequences, starts[example] + lengths[example] - 1)),
  );
  // The last row of a window that is scaled by itself lies at no distance from its level.
  return { features: features.map((mean, at) => (at === steps.scaled?.column ? 0 : mean)), counts };
}

/** Returns the typical row at each timestep as the first LSTM layer reads it, `[timesteps, inputs]`. */
export function typicalRows(
  weighted: WeightedNetwork,
  typical: TypicalInput,
  timesteps: number,
): Float32Array {
  const row = meanRow(weighted, typical);
  const out = new Float32Array(timesteps * row.length);
  for (let t = 0; t < timesteps; t++) out.set(row, t * row.length);
  return out;
}

/** `[inputs]` */
function meanRow(
  { network, weights }: WeightedNetwork,
  { features, counts }: TypicalInput,
): Float32Array {
  const out = new Float32Array(inputWidth(network));
  out.set(features);
  let column = network.features;
  for (const [index, slot] of layoutWeights(network).embeddings.entries()) {
    const own = counts[index] as readonly number[];
    const table = slotOf(weights, slot);
    out.set(meanVector({ table, width: slot.columns, first: 0, end: own.length }, own), column);
    column += slot.columns;
  }
  return out;
}

/**
 * Makes the typical text: each of its characters is the mean of all.
 *
 * @module
 */

import { layoutWeights, slotOf } from '../../network/network-spec.ts';
import { meanVector, type TypicalInput, type WeightedNetwork } from '../typical-input.ts';
import type { CharacterEncoder } from './encoder.ts';

/** Returns the mean character at each timestep as the first LSTM layer reads it, `[timesteps, width]`. */
export function typicalCharacters(
  _: CharacterEncoder,
  { network, weights }: WeightedNetwork,
  { counts: [counts = []] }: TypicalInput,
  timesteps: number,
): Float32Array {
  const [slot] = layoutWeights(network).embeddings;
  if (slot === undefined) throw new RangeError('characters need an embedding');
  const { columns: width, rows } = slot;
  const mean = meanVector({ table: slotOf(weights, slot), width, first: 0, end: rows }, counts);
  const out = new Float32Array(timesteps * width);
  for (let t = 0; t < timesteps; t++) out.set(mean, t * width);
  return out;
}

/**
 * Makes the typical list of tokens: at each place the mean of the vectors of its own tokens.
 *
 * @module
 */

import { layoutWeights, slotOf } from '../../network/network-spec.ts';
import { meanVector, type TypicalInput, type WeightedNetwork } from '../typical-input.ts';
import { type TokenEncoder, tokenSizes } from './tokens.ts';

/** Returns the mean tokens as the first LSTM layer reads them, `[tokens of a row, width]`. */
export function typicalTokens(
  encoder: TokenEncoder,
  { network, weights }: WeightedNetwork,
  { counts: [counts = []] }: TypicalInput,
): Float32Array {
  const [slot] = layoutWeights(network).embeddings;
  if (slot === undefined) throw new RangeError('tokens need an embedding');
  const table = slotOf(weights, slot);
  const width = slot.columns;
  const sizes = tokenSizes(encoder);
  const out = new Float32Array(sizes.length * width);
  let first = 0;
  for (const [place, size] of sizes.entries()) {
    const end = first + size;
    out.set(meanVector({ table, width, first, end }, counts), place * width);
    first = end;
  }
  return out;
}

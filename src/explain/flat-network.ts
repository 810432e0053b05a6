/**
 * Makes a network that reads vectors where another one reads the ids of embeddings: inputs between those
 * of two rows have no id.
 *
 * @module
 */

import { type Sequences, writeFirst } from '../encode/rows/steps.ts';
import { ownWindows } from '../encode/rows/window-scale.ts';
import {
  deepSide,
  inputWidth,
  layoutWeights,
  type NetworkSpec,
  slotOf,
} from '../network/network-spec.ts';

/**
 * Makes a network of the layers of `spec` without its embeddings, which reads what they would give; a linear
 * model beside them is left out.
 */
export function flatNetwork(
  spec: NetworkSpec,
  weights: Float32Array,
): { readonly spec: NetworkSpec; readonly weights: Float32Array } {
  const embedded = layoutWeights(spec).embeddings.at(-1);
  const behind = embedded === undefined ? 0 : embedded.offset + embedded.rows * embedded.columns;
  return {
    spec: { ...deepSide(spec), features: inputWidth(spec), embeddings: [], dropout: 0 },
    weights: weights.subarray(behind, layoutWeights(deepSide(spec)).count),
  };
}

/** Returns what the first LSTM layer reads of a sequence, `[timesteps, inputs]`. */
export function embedded(
  spec: NetworkSpec,
  weights: Float32Array,
  sequences: Sequences,
  read: number,
): Float32Array {
  const own = ownWindows(sequences, Int32Array.of(read));
  const { steps, starts, lengths, order } = own.sequences;
  const [sample] = own.samples;
  const [start, length] = [starts[sample], lengths[sample]];
  const inputs = inputWidth(spec);
  const out = new Float32Array(length * inputs);
  const tables = layoutWeights(spec).embeddings.map((slot) => slotOf(weights, slot));
  for (let t = 0; t < length; t++) {
    const step = order === undefined ? start + t : order[start + t];
    const at = t * inputs;
    out.set(steps.features.subarray(step * steps.width, (step + 1) * steps.width), at);
    if (t === 0) writeFirst(steps, out, at);
    let column = at + spec.features;
    for (const [index, { width }] of spec.embeddings.entries()) {
      const id = steps.ids[step * steps.idCount + index];
      out.set((tables[index] as Float32Array).subarray(id * width, (id + 1) * width), column);
      column += width;
    }
  }
  return out;
}

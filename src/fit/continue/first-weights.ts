/**
 * Makes the weights that training begins with: new ones, or those of the model that the fit continues.
 *
 * A network that has grown computes at first what the old one did. A new value has the weights of `other`, as which
 * it was read; an input that is new altogether has none; outcomes that were one share its probability.
 *
 * @see Chen, Goodfellow and Shlens, "Net2Net: accelerating learning via knowledge transfer", ICLR 2016
 * @module
 */

import { range } from '../../encode/rows/row-lists.ts';
import type { WeightArithmetic } from '../../kernel/weight-arithmetic.ts';
import type { HeaderDraft } from '../../model/header.ts';
import type { InitialModel, MayContinue } from '../../model/initial-model.ts';
import { initialWeights } from '../../network/initial-weights.ts';
import {
  deepSide,
  layoutWeights,
  slotOf,
  type WeightLayout,
  type WeightSlot,
} from '../../network/network-spec.ts';
import { FRESH, type GrownInputs, SILENT } from '../../readings/grown-inputs.ts';
import { readingOf } from '../../readings/table.ts';
import { taskOf } from '../../tasks/table.ts';

/** What is known of a network before it is trained. */
type Untrained = Pick<HeaderDraft, 'network' | 'encoder' | 'target'>;

/** @param arithmetic - plain TypeScript by default */
export function firstWeights(
  draft: Untrained,
  { initial, run: { seed } }: MayContinue & { readonly run: { readonly seed: number } },
  arithmetic?: WeightArithmetic,
): Float32Array {
  const fresh = initialWeights(draft.network, seed, arithmetic);
  return initial === undefined ? fresh : grownWeights(initial, draft, fresh);
}

/** @param fresh - the weights of a new network of this shape */
function grownWeights(
  { header, weights: old }: InitialModel,
  { network, encoder, target }: Untrained,
  fresh: Float32Array,
): Float32Array {
  const [before, now] = [layoutWeights(deepSide(header.network)), layoutWeights(network)];
  const tokenWidth = network.embeddings[0]?.width ?? 0;
  // The fit reads the same fields in the same way, so that the encoders are of one kind.
  const inputs = readingOf(encoder).growth.inputs(header.encoder, encoder, tokenWidth);
  const outputs = taskOf(target).oldOutputs?.(header.target, target) ?? range(network.outputs);
  const copy = { before, now, old, into: fresh.slice() };
  copyEmbeddings(copy, inputs);
  copyLayers(copy, inputs);
  copyOutputs(copy, outputs);
  return copy.into;
}

/** Weights are copied from one layout to the other. */
interface Copy {
  readonly before: WeightLayout;
  readonly now: WeightLayout;
  readonly old: Float32Array;
  readonly into: Float32Array;
}

/** Dimensions that an embedding has more than before are zero. */
function copyEmbeddings({ before, now, old, into }: Copy, { embeddings }: GrownInputs): void {
  for (const [index, slot] of now.embeddings.entries()) {
    const from = before.embeddings[index] as WeightSlot;
    const values = slotOf(into, slot).fill(0);
    for (const [row, oldRow] of embeddings[index]?.entries() ?? []) {
      values.set(rowOf(old, from, oldRow), row * slot.columns);
    }
  }
}

function copyLayers({ before, now, old, into }: Copy, { inputs }: GrownInputs): void {
  for (const [index, { kernel, recurrent, bias }] of now.layers.entries()) {
    const from = before.layers[index] as (typeof before.layers)[number];
    slotOf(into, recurrent).set(slotOf(old, from.recurrent));
    slotOf(into, bias).set(slotOf(old, from.bias));
    const places = index === 0 ? inputs : range(kernel.rows);
    for (const [row, place] of places.entries()) {
      const own = rowOf(into, kernel, row);
      if (place === SILENT) own.fill(0);
      else if (place !== FRESH) own.set(rowOf(old, from.kernel, place));
    }
  }
}

/** @param outputs - `[outputs]`: the old output that each one was */
function copyOutputs({ before, now, old, into }: Copy, outputs: Int32Array): void {
  const sharing = new Map<number, number>();
  for (const place of outputs) sharing.set(place, (sharing.get(place) ?? 0) + 1);
  const [kernel, own] = [before.dense.kernel, now.dense.kernel];
  for (let row = 0; row < own.rows; row++) {
    const [from, to] = [rowOf(old, kernel, row), rowOf(into, own, row)];
    for (const [output, place] of outputs.entries()) to[output] = from[place] as number;
  }
  const [bias, to] = [slotOf(old, before.dense.bias), slotOf(into, now.dense.bias)];
  for (const [output, place] of outputs.entries()) {
    to[output] = (bias[place] as number) - Math.log(sharing.get(place) ?? 1);
  }
}

/** Returns one row of a matrix of weights, as a view. */
function rowOf(weights: Float32Array, { columns, offset }: WeightSlot, row: number): Float32Array {
  return weights.subarray(offset + row * columns, offset + (row + 1) * columns);
}

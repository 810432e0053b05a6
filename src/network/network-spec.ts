/**
 * What a network is, and how its weights lie in one flat array.
 *
 * embeddings → concatenated with the features → LSTM layers, dropout after each → dense.
 *
 * @module
 */

import type { Loss } from '../kernel/kernel.ts';

export interface NetworkSpec {
  /** Numeric inputs of a timestep. */
  readonly features: number;
  readonly embeddings: readonly { readonly vocabulary: number; readonly width: number }[];
  /** Units of each LSTM layer. */
  readonly units: readonly number[];
  /** Share of the outputs of each LSTM layer that training sets to zero. */
  readonly dropout: number;
  readonly outputs: number;
  readonly loss: Loss;
  /** Outputs of each target of a sample; absent with one target, or one output each. */
  readonly heads?: readonly number[] | undefined;
}

/** Outputs of each target of a sample. */
export function headsOf({
  outputs,
  loss,
  heads,
}: Pick<NetworkSpec, 'outputs' | 'loss' | 'heads'>): readonly number[] {
  if (heads !== undefined) return heads;
  return loss === 'categorical_crossentropy' ? [outputs] : new Array<number>(outputs).fill(1);
}

/** Multiply-adds of a timestep of one sequence through all LSTM layers. */
export function multiplyAdds(spec: NetworkSpec): number {
  const inputs = [inputWidth(spec), ...spec.units];
  return spec.units.reduce((sum, units, layer) => sum + 4 * units * (inputs[layer] + units), 0);
}

/** One array of weights, `[rows, columns]` in row-major order. */
export interface WeightSlot {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Position of the first weight. */
  readonly offset: number;
}

/** The weights of a network in their order: embeddings, LSTM layers, dense; Keras' names. */
export interface WeightLayout {
  readonly embeddings: readonly WeightSlot[];
  readonly layers: readonly {
    readonly kernel: WeightSlot;
    readonly recurrent: WeightSlot;
    readonly bias: WeightSlot;
  }[];
  readonly dense: { readonly kernel: WeightSlot; readonly bias: WeightSlot };
  /** Weights in all. */
  readonly count: number;
}

/** Inputs of a timestep of the first LSTM layer. */
export function inputWidth({ features, embeddings }: NetworkSpec): number {
  return embeddings.reduce((sum, { width }) => sum + width, features);
}

export function layoutWeights(spec: NetworkSpec): WeightLayout {
  let count = 0;
  const slot = (name: string, rows: number, columns: number): WeightSlot => {
    const offset = count;
    count += rows * columns;
    return { name, rows, columns, offset };
  };
  const embeddings = spec.embeddings.map(({ vocabulary, width }, index) =>
    slot(`embedding_${index}`, vocabulary, width),
  );
  const layers = spec.units.map((units, index) => ({
    kernel: slot(`lstm_${index}/kernel`, spec.units[index - 1] ?? inputWidth(spec), 4 * units),
    recurrent: slot(`lstm_${index}/recurrent_kernel`, units, 4 * units),
    bias: slot(`lstm_${index}/bias`, 1, 4 * units),
  }));
  const dense = {
    kernel: slot('dense/kernel', spec.units.at(-1) ?? inputWidth(spec), spec.outputs),
    bias: slot('dense/bias', 1, spec.outputs),
  };
  return { embeddings, layers, dense, count };
}

/** Products and sums of numbers up to this size stay finite in float32; training that converges stays far below. */
const LARGEST_WEIGHT = 1e12;

/** Whether weights are finite numbers, and so small that what a network computes is finite too. */
export function hasUsualSizes(weights: Float32Array): boolean {
  // A loop: every() would make an object of each number.
  for (let at = 0; at < weights.length; at++) {
    if (!(Math.abs(weights[at] as number) <= LARGEST_WEIGHT)) return false;
  }
  return true;
}

/** The weights of one slot, as a view. */
export function slotOf(weights: Float32Array, { rows, columns, offset }: WeightSlot): Float32Array {
  return weights.subarray(offset, offset + rows * columns);
}

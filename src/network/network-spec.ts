/**
 * Describes a network, and how its weights lie in one flat array.
 *
 * The layers are: embeddings → concatenation with the features → LSTM layers, each with dropout → dense.
 *
 * @module
 */

import type { Loss } from '../kernel/kernel.ts';

export interface NetworkSpec {
  /** The number of numeric inputs of a timestep. */
  readonly features: number;
  readonly embeddings: readonly { readonly vocabulary: number; readonly width: number }[];
  /** The units of each LSTM layer. */
  readonly units: readonly number[];
  /** Training sets this share of the outputs of each LSTM layer to zero. */
  readonly dropout: number;
  readonly outputs: number;
  readonly loss: Loss;
  /**
   * The number of outputs of each target of a sample; absent with one target, or with one output for
   * each.
   */
  readonly heads?: readonly number[] | undefined;
  /**
   * The dense layer reads the hidden state of every timestep of a sequence, as with Keras' `return_sequences`; it
   * reads that of the last one where this is absent.
   */
  readonly outputsAt?: 'every' | undefined;
  /** A linear model stands beside the LSTM layers; it is absent where the network is these alone. */
  readonly wide?: WideSpec | undefined;
}

/**
 * Describes the linear model beside the LSTM layers. Probabilities of classes are means of what both sides
 * say, and so are numbers, and logits above a floor; the outputs of the network are the logits of these probabilities.
 */
export interface WideSpec {
  /** The linear model reads so many numbers. */
  readonly dense: number;
  /** There are so many one-hot columns beside these. */
  readonly columns: number;
  /** The linear model has this part of the mean: above 0, at most 1. */
  readonly part: number;
  /** Turns logits of the LSTM layers into those of the shares to expect; numbers have none. */
  readonly deep?: { readonly slope: number; readonly offsets: readonly number[] } | undefined;
  /**
   * Of two classes, this is added to the odds that the LSTM layers give, and the logits of both sides are averaged;
   * where it is absent, their probabilities are.
   */
  readonly oddsFloor?: number | undefined;
}

/** Returns the network of the LSTM layers alone. */
export function deepSide({ wide: _, ...spec }: NetworkSpec): NetworkSpec {
  return spec;
}

/** Returns the number of outputs of each target of a sample. */
export function headsOf({
  outputs,
  loss,
  heads,
}: Pick<NetworkSpec, 'outputs' | 'loss' | 'heads'>): readonly number[] {
  if (heads !== undefined) return heads;
  return loss === 'categorical_crossentropy' ? [outputs] : new Array<number>(outputs).fill(1);
}

/** Returns how many timesteps of a sequence of so many have outputs. */
export function outputSteps(
  { outputsAt }: Pick<NetworkSpec, 'outputsAt'>,
  timesteps: number,
): number {
  return outputsAt === 'every' ? timesteps : 1;
}

/** Returns the multiply-adds of one timestep of one sequence through all LSTM layers. */
export function multiplyAdds(spec: NetworkSpec): number {
  const inputs = [inputWidth(spec), ...spec.units];
  return spec.units.reduce((sum, units, layer) => sum + 4 * units * (inputs[layer] + units), 0);
}

/** A part of the flat array that is one matrix of weights, `[rows, columns]` in row-major order. */
export interface WeightSlot {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** The position of the first weight. */
  readonly offset: number;
}

/** The weights of a network in their order, under the names of Keras: embeddings, LSTM layers, dense, linear model. */
export interface WeightLayout {
  readonly embeddings: readonly WeightSlot[];
  readonly layers: readonly {
    readonly kernel: WeightSlot;
    readonly recurrent: WeightSlot;
    readonly bias: WeightSlot;
  }[];
  readonly dense: { readonly kernel: WeightSlot; readonly bias: WeightSlot };
  /** The kernel of the linear model is transposed, `[outputs, inputs]`. */
  readonly wide?: { readonly kernel: WeightSlot; readonly bias: WeightSlot };
  /** The number of all weights. */
  readonly count: number;
}

/** Returns the number of inputs of a timestep of the first LSTM layer. */
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
  if (spec.wide === undefined) return { embeddings, layers, dense, count };
  const wide = {
    kernel: slot('wide/kernel', spec.outputs, spec.wide.dense + spec.wide.columns),
    bias: slot('wide/bias', 1, spec.outputs),
  };
  return { embeddings, layers, dense, wide, count };
}

/**
 * Products and sums of numbers up to this size stay finite in float32; training that converges stays far
 * below.
 */
const LARGEST_WEIGHT = 1e12;

/** Tells whether weights are finite numbers, and so small that what a network computes is finite too. */
export function hasUsualSizes(weights: Float32Array): boolean {
  // This is a loop because every() would make an object of each number.
  for (let at = 0; at < weights.length; at++) {
    const weight = weights[at] as number;
    if (!(weight <= LARGEST_WEIGHT && weight >= -LARGEST_WEIGHT)) return false;
  }
  return true;
}

/** Returns the weights of one slot, as a view. */
export function slotOf(weights: Float32Array, { rows, columns, offset }: WeightSlot): Float32Array {
  return weights.subarray(offset, offset + rows * columns);
}

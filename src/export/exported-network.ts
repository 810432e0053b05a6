/**
 * A stored model as the network that other frameworks get: its outputs are what `lstmscore` shows.
 *
 * Calibration, and for numbers the target's unit, change logits by a factor and an offset. Both are
 * multiplied into the last layer's weights, so that the network needs no layers of its own for them.
 *
 * @module
 */

import { type AnomalyTarget, headName, headSize, outcomeText } from '../encode/anomaly-target.ts';
import type { LabelledTarget, NumberTarget } from '../encode/target.ts';
import type { Calibration } from '../model/calibration.ts';
import type { FittedModel } from '../model/fitted-model.ts';
import { layoutWeights, slotOf, type WeightSlot } from '../model/network/network-spec.ts';

/** Row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A dense layer with its activation: one output of the network. */
export interface OutputHead {
  readonly name: string;
  readonly activation: 'sigmoid' | 'softmax' | 'linear';
  /** What the columns are: classes, or the target. */
  readonly columns: readonly string[];
  /** `[units, columns]` */
  readonly kernel: Tensor;
  /** `[columns]` */
  readonly bias: Tensor;
}

/** Weights in Keras' order of gates: i, f, c, o. */
export interface LstmWeights {
  /** `[inputs, 4·units]` */
  readonly kernel: Tensor;
  /** `[units, 4·units]` */
  readonly recurrent: Tensor;
  /** `[4·units]` */
  readonly bias: Tensor;
}

export interface ExportedNetwork {
  /** Numeric inputs of a timestep; without any there is no input `features`. */
  readonly features: number;
  /** `[vocabulary, width]` each: what the input `ids_<index>` looks up. */
  readonly embeddings: readonly Tensor[];
  readonly layers: readonly LstmWeights[];
  readonly heads: readonly OutputHead[];
}

export function exportNetwork({ header, weights }: FittedModel): ExportedNetwork {
  const { target, network, calibration } = header;
  const layout = layoutWeights(network);
  const matrix = (slot: WeightSlot): Tensor => ({
    shape: [slot.rows, slot.columns],
    values: slotOf(weights, slot),
  });
  const vector = (slot: WeightSlot): Tensor => ({ ...matrix(slot), shape: [slot.columns] });
  const dense = { kernel: matrix(layout.dense.kernel), bias: vector(layout.dense.bias) };
  const last = target.mode === 'regress' ? unitOf(target) : calibration;
  return {
    features: network.features,
    embeddings: layout.embeddings.map(matrix),
    layers: layout.layers.map(({ kernel, recurrent, bias }) => ({
      kernel: matrix(kernel),
      recurrent: matrix(recurrent),
      bias: vector(bias),
    })),
    heads:
      target.mode === 'anomaly'
        ? headsOf(target, dense)
        : [{ ...describe(target), ...(last === undefined ? dense : scaled(dense, last)) }],
  };
}

/** From the standardised number that the network predicts to the target's unit. */
function unitOf({ mean, scale }: NumberTarget): Calibration {
  return { slope: scale, offsets: [mean] };
}

function describe(target: LabelledTarget): Pick<OutputHead, 'name' | 'activation' | 'columns'> {
  if (target.mode === 'regress') {
    return { name: 'value', activation: 'linear', columns: [target.field] };
  }
  const { classes } = target;
  return classes.length === 2
    ? { name: 'probability', activation: 'sigmoid', columns: classes.slice(1) }
    : { name: 'probabilities', activation: 'softmax', columns: classes };
}

/** The columns of the dense layer, head by head; the ranks of surprises travel in the metadata. */
function headsOf(
  { heads }: AnomalyTarget,
  { kernel, bias }: Pick<OutputHead, 'kernel' | 'bias'>,
): OutputHead[] {
  const [units = 0, outputs = 0] = kernel.shape;
  let end = 0;
  return heads.map((head, index): OutputHead => {
    const size = headSize(head);
    const first = end;
    end += size;
    const values = new Float32Array(units * size);
    for (let unit = 0; unit < units; unit++) {
      const from = unit * outputs;
      values.set(kernel.values.subarray(from + first, from + end), unit * size);
    }
    const outcomes = Array.from({ length: size }, (_, outcome) => outcomeText(head, outcome));
    return {
      name: `next_${index}`,
      activation: 'softmax',
      columns: outcomes.map((text) => `${headName(head)}=${text}`),
      kernel: { shape: [units, size], values },
      bias: { shape: [size], values: bias.values.subarray(first, end) },
    };
  });
}

/** The dense layer whose outputs are slope · z + offset. */
function scaled(
  { kernel, bias }: Pick<OutputHead, 'kernel' | 'bias'>,
  { slope, offsets }: Calibration,
): Pick<OutputHead, 'kernel' | 'bias'> {
  return {
    kernel: { ...kernel, values: kernel.values.map((weight) => slope * weight) },
    bias: { ...bias, values: bias.values.map((value, k) => slope * value + (offsets[k] ?? 0)) },
  };
}

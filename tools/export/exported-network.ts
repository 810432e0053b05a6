/**
 * Describes a stored model as the network that other frameworks get: its outputs are what `lstmscore`
 * shows.
 *
 * @module
 */

import { calibrationOf, type FittedModel } from '../../src/model/header.ts';
import { layoutWeights, slotOf, type WeightSlot } from '../../src/network/network-spec.ts';
import { type ExportedWide, exportWide } from './exported-wide.ts';
import { type OutputHead, outputHeads } from './output-heads.ts';
import type { Tensor } from './tensor.ts';

/** The weights of an LSTM layer in Keras' order of gates: i, f, c, o. */
export interface LstmWeights {
  /** `[inputs, 4·units]` */
  readonly kernel: Tensor;
  /** `[units, 4·units]` */
  readonly recurrent: Tensor;
  /** `[4·units]` */
  readonly bias: Tensor;
}

export interface ExportedNetwork {
  /** The number of numeric inputs of a timestep; where it is 0 there is no input `features`. */
  readonly features: number;
  /** The tables in which the inputs `ids_<index>` are looked up, `[vocabulary, width]` each. */
  readonly embeddings: readonly Tensor[];
  readonly layers: readonly LstmWeights[];
  /** The linear model beside the LSTM layers. */
  readonly wide?: ExportedWide | undefined;
  /** The outputs read the last state of the last layer; or, with a linear model, what both sides say. */
  readonly heads: readonly OutputHead[];
}

export function exportNetwork(model: FittedModel): ExportedNetwork {
  const { header, weights } = model;
  const layout = layoutWeights(header.network);
  const matrix = (slot: WeightSlot): Tensor => ({
    shape: [slot.rows, slot.columns],
    values: slotOf(weights, slot),
  });
  const vector = (slot: WeightSlot): Tensor => ({ ...matrix(slot), shape: [slot.columns] });
  const dense = { kernel: matrix(layout.dense.kernel), bias: vector(layout.dense.bias) };
  const wide = exportWide(model, dense);
  const predicted = { target: header.target, calibration: calibrationOf(header) };
  return {
    features: header.network.features,
    embeddings: layout.embeddings.map(matrix),
    layers: layout.layers.map((layer) => ({
      kernel: matrix(layer.kernel),
      recurrent: matrix(layer.recurrent),
      bias: vector(layer.bias),
    })),
    wide,
    heads: outputHeads(predicted, wide?.joined ?? dense),
  };
}

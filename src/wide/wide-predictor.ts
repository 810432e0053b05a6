/**
 * Predicts with the two sides of a network: the LSTM layers, which an engine has, and the linear model beside
 * them.
 *
 * Each output is a·deep + b·wide, so that tasks, thresholds and calibration see one network. Sums are taken in
 * one order whatever the engine, kernel and number of threads are.
 *
 * @module
 */

import { linearOutputs, type SummarisedModel } from '../baseline/linear-baseline.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import type { FittedModel } from '../model/header.ts';
import type { EngineFactory, Predictor } from '../network/engine.ts';
import { deepSide, layoutWeights, type NetworkSpec } from '../network/network-spec.ts';
import type { EncoderKind } from '../readings/reading.ts';

/** The weights of a network with the encoder of its inputs. */
export interface WeightedModel {
  readonly encoder: { readonly kind: EncoderKind };
  readonly network: NetworkSpec;
  /** The weights of both sides, as `layoutWeights` says. */
  readonly weights: Float32Array;
}

/** Makes the predictor of a stored model; without a linear model it is the engine itself. */
export async function createPredictor(
  { header: { encoder, network }, weights }: FittedModel,
  createEngine: EngineFactory,
): Promise<Predictor> {
  const engine = await createEngine(deepSide(network), deepWeights(network, weights));
  return withWide(engine, { encoder, network, weights });
}

/** Puts the linear model of the weights beside an engine that has those of the LSTM layers. */
export function withWide(deep: Predictor, model: WeightedModel): Predictor {
  const wide = wideModel(model);
  const spec = model.network.wide;
  if (wide === undefined || spec === undefined) return deep;
  return {
    network: model.network,
    predict(sequences: Sequences, samples: Int32Array): Float32Array {
      const out = deep.predict(sequences, samples);
      const beside = linearOutputs(wide, sequences, samples);
      for (let at = 0; at < out.length; at++)
        out[at] = spec.deep * out[at] + spec.share * beside[at];
      return out;
    },
  };
}

/** Returns the linear model of a network; `undefined` where it has none. */
export function wideModel({
  encoder,
  network,
  weights,
}: WeightedModel): SummarisedModel | undefined {
  const { wide } = layoutWeights(network);
  if (wide === undefined || network.wide === undefined) return undefined;
  const { dense, columns, ones } = network.wide;
  const own = Float64Array.from(weights.subarray(wide.kernel.offset));
  return { encoder, network, shape: { dense, columns, ones }, weights: own };
}

/** Returns the weights of the LSTM layers and of what surrounds them, as a view. */
export function deepWeights(network: NetworkSpec, weights: Float32Array): Float32Array {
  return weights.subarray(0, layoutWeights(deepSide(network)).count);
}

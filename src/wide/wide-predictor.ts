/**
 * Predicts with the two sides of a network: the LSTM layers, which an engine has, and the linear model beside
 * them.
 *
 * Tasks, thresholds and calibration see one network. The sums of the linear model are taken in one order,
 * whatever the engine, kernel and number of threads are.
 *
 * @module
 */

import { linearOutputs, type SummarisedModel } from '../baseline/linear-baseline.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { FittedModel } from '../model/header.ts';
import type { EngineFactory, Predictor } from '../network/engine.ts';
import { deepSide, layoutWeights, type NetworkSpec } from '../network/network-spec.ts';
import { Workspace } from '../network/workspace.ts';
import type { EncoderKind } from '../readings/reading.ts';
import { type Pooling, poolingOf, type RowSides } from './pooling.ts';

/** The weights of a network with the encoder of its inputs. */
export interface WeightedModel {
  readonly encoder: { readonly kind: EncoderKind };
  readonly network: NetworkSpec;
  /** The weights of both sides, as `layoutWeights` says. */
  readonly weights: Float32Array;
}

type DeepCalibration = NonNullable<NetworkSpec['wide']>['deep'];

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
  const linear = wideModel(model);
  if (linear === undefined) return deep;
  const { kernel } = deep;
  const wide = kernel ? onKernel(kernel, linear) : linear;
  return {
    network: model.network,
    kernel,
    predict(sequences: Sequences, samples: Int32Array): Float32Array {
      const logits = deep.predict(sequences, samples);
      return pooled(model.network, logits, linearOutputs(wide, sequences, samples));
    },
  };
}

/** Lets a kernel compute a linear model. */
function onKernel(kernel: Kernel, linear: SummarisedModel): SummarisedModel {
  const workspace = new Workspace(kernel);
  const weights = workspace.doubles('linear weights', linear.weights.length);
  weights.set(linear.weights);
  return { ...linear, weights, workspace };
}

/** Joins the outputs of both sides, `[samples, outputs]` each; those of the linear model are calibrated already. */
export function pooled(network: NetworkSpec, deep: Float32Array, wide: Float32Array): Float32Array {
  const { each, outputs } = poolingOf(network.loss, network.wide?.oddsFloor);
  return each === undefined
    ? pooledRows(network, outputs, deep, wide)
    : pooledEach(network, each, deep, wide);
}

function pooledRows(
  { outputs, wide: spec }: NetworkSpec,
  outputsOf: Pooling['outputs'],
  deep: Float32Array,
  wide: Float32Array,
): Float32Array {
  const { slope, offsets } = deepCalibration(spec);
  // One object serves all rows, because objects of their own would take longer than all else here.
  const sides = {
    deep: new Float64Array(outputs),
    wide: new Float64Array(outputs),
    part: spec?.part ?? 0,
  };
  const out = new Float32Array(deep.length);
  for (let first = 0; first < out.length; first += outputs) {
    for (let at = 0; at < outputs; at++) {
      sides.deep[at] = slope * deep[first + at] + (offsets[at] ?? 0);
      sides.wide[at] = wide[first + at];
    }
    out.set(outputsOf(sides), first);
  }
  return out;
}

/** Does so where no output depends on another, without arrays for each row. */
function pooledEach(
  { outputs, wide: spec }: NetworkSpec,
  each: NonNullable<Pooling['each']>,
  deep: Float32Array,
  wide: Float32Array,
): Float32Array {
  const { slope, offsets } = deepCalibration(spec);
  const joined = each(spec?.part ?? 0);
  const out = new Float32Array(deep.length);
  for (let at = 0, output = 0; at < out.length; at++) {
    out[at] = joined(slope * deep[at] + (offsets[output] ?? 0), wide[at]);
    output = output + 1 === outputs ? 0 : output + 1;
  }
  return out;
}

/** Returns what both sides say of a row, where the LSTM layers have given `deep` and the linear model `wide`. */
export function rowSides(
  { wide: spec }: Pick<NetworkSpec, 'wide'>,
  deep: ArrayLike<number>,
  wide: ArrayLike<number>,
): RowSides {
  const { slope, offsets } = deepCalibration(spec);
  return {
    deep: Float64Array.from(deep, (logit, at) => slope * logit + (offsets[at] ?? 0)),
    wide: Float64Array.from(wide),
    part: spec?.part ?? 0,
  };
}

/** Returns what scales and shifts the logits of the LSTM layers; without it they stay as they are. */
function deepCalibration(spec: NetworkSpec['wide']): NonNullable<DeepCalibration> {
  return spec?.deep ?? { slope: 1, offsets: [] };
}

/** Returns the linear model of a network; `undefined` where it has none. */
export function wideModel({
  encoder,
  network,
  weights,
}: WeightedModel): SummarisedModel | undefined {
  const { wide } = layoutWeights(network);
  if (wide === undefined || network.wide === undefined) return undefined;
  const { dense, columns } = network.wide;
  const own = Float64Array.from(weights.subarray(wide.kernel.offset));
  return { encoder, network, shape: { dense, columns }, weights: own };
}

/** Returns the weights of the LSTM layers and of what surrounds them, as a view. */
export function deepWeights(network: NetworkSpec, weights: Float32Array): Float32Array {
  return weights.subarray(0, layoutWeights(deepSide(network)).count);
}

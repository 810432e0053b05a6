/**
 * Joins a linear model to the LSTM layers that it stands beside: one network, one array of weights.
 *
 * @module
 */

import { fitLinearModel, type LinearModel, linearShape } from '../../baseline/linear-baseline.ts';
import { allExamples } from '../../encode/rows/split.ts';
import type { FitData } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { Calibration } from '../../model/record.ts';
import type { Context } from '../../network/context.ts';
import { hasUsualSizes, type NetworkSpec } from '../../network/network-spec.ts';

/** Without anything else to go by, both sides have equal parts. */
export const EQUAL_PARTS = 0.5;

/** A linear model beside LSTM layers. */
export interface FittedWide {
  readonly model: LinearModel;
  /** The penalty is this multiple of the usual one. */
  readonly penalty: number;
  /** The linear model has this part of the mean of both, above 0. */
  readonly part: number;
  /** Logits of two classes are averaged above this floor; `undefined` for the mean of probabilities. */
  readonly oddsFloor: number | undefined;
  /** Each side's logits are calibrated by itself, and class weights undone; numbers have no calibration. */
  readonly calibrations: {
    readonly deep: Calibration | undefined;
    readonly wide: Calibration | undefined;
  };
}

/** A network, and the weights that its layout says. */
export interface JoinedNetwork {
  readonly network: NetworkSpec;
  readonly weights: Float32Array;
}

/** Returns the LSTM layers alone where there is no linear model, or it has weights that no model may have. */
export function joinWide(
  { network, weights }: JoinedNetwork,
  wide: FittedWide | undefined,
): JoinedNetwork {
  if (wide === undefined) return { network, weights };
  const own = calibratedWeights(wide);
  if (!hasUsualSizes(own)) return { network, weights };
  const joined = new Float32Array(weights.length + own.length);
  joined.set(weights);
  joined.set(own, weights.length);
  const { part, calibrations, oddsFloor, model } = wide;
  const { dense, columns } = model.shape;
  const spec = {
    dense,
    columns,
    part,
    ...(calibrations.deep && { deep: calibrations.deep }),
    ...(oddsFloor !== undefined && { oddsFloor }),
  };
  return { network: { ...network, wide: spec }, weights: joined };
}

/** Multiplies the calibration into the weights, so that the linear model needs none of its own. */
function calibratedWeights({
  model: { weights },
  calibrations: { wide },
}: FittedWide): Float32Array {
  if (wide === undefined) return Float32Array.from(weights);
  const { slope, offsets } = wide;
  const bias = weights.length - offsets.length;
  return Float32Array.from(weights, (weight, at) => slope * weight + (offsets[at - bias] ?? 0));
}

/** Fits the linear model again, on all rows: its penalty, its calibration and its part stay. */
export async function refitWide(
  wide: FittedWide,
  data: FitData,
  network: NetworkSpec,
  context: Context,
): Promise<FittedWide> {
  const all = { ...data, training: allExamples(data) };
  const again = { ...wide, model: await fitLinearModel(all, network, context, wide.penalty) };
  return hasUsualSizes(calibratedWeights(again)) ? again : wide;
}

/** Returns the largest network that a fit may come to, for what must be known before it. */
export function largestNetwork(
  data: FitData,
  network: NetworkSpec,
  { network: { wide: asked } }: Pick<FitSettings, 'network'>,
): NetworkSpec {
  if (data.target.mode === 'anomaly' || asked === false) return network;
  const { dense, columns } = linearShape(data, network);
  return { ...network, wide: { dense, columns, part: EQUAL_PARTS } };
}

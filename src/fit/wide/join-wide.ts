/**
 * Joins a linear model to the LSTM layers that it stands beside: one network, one array of weights.
 *
 * @module
 */

import { fitLinearModel, type LinearModel } from '../../baseline/linear-baseline.ts';
import { allExamples } from '../../encode/rows/split.ts';
import type { FitData } from '../../model/examples.ts';
import type { Calibration } from '../../model/record.ts';
import type { Context } from '../../network/context.ts';
import { hasUsualSizes, type NetworkSpec } from '../../network/network-spec.ts';
import type { Shares } from './stacking.ts';

/** A linear model beside LSTM layers. */
export interface FittedWide {
  readonly model: LinearModel;
  /** The penalty is this multiple of the usual one. */
  readonly penalty: number;
  readonly shares: Shares;
  /** Undoes the class weights that the LSTM layers were trained with. */
  readonly undone: Calibration | undefined;
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
  const own = keptWeights(wide);
  if (!hasUsualSizes(own)) return { network, weights };
  const joined = new Float32Array(weights.length + own.length);
  joined.set(weights);
  joined.set(own, weights.length);
  const { deep, share } = wide.shares;
  return { network: { ...network, wide: { ...wide.model.shape, deep, share } }, weights: joined };
}

/**
 * Returns the weights as they are kept. What is calibrated later undoes class weights for the outputs of both
 * sides as if both had been trained with them; the bias makes up for that.
 */
function keptWeights({ model: { weights }, shares, undone }: FittedWide): Float32Array {
  const kept = Float32Array.from(weights);
  const { deep, share } = shares;
  for (const [output, offset] of (undone?.offsets ?? []).entries()) {
    const at = kept.length - (undone?.offsets.length ?? 0) + output;
    kept[at] = kept[at] + ((deep - 1) * offset) / share;
  }
  return kept;
}

/** Fits the linear model again, on all rows: its penalty and its part stay. */
export async function refitWide(
  wide: FittedWide,
  data: FitData,
  network: NetworkSpec,
  context: Context,
): Promise<FittedWide> {
  const all = { ...data, training: allExamples(data) };
  return { ...wide, model: await fitLinearModel(all, network, context, wide.penalty) };
}

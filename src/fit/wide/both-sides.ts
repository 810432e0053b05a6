/**
 * Completes trained LSTM layers by the linear model beside them, where there is to be one.
 *
 * @module
 */

import type { FitData } from '../../model/examples.ts';
import type { Context } from '../../network/context.ts';
import type { Engine, Predictor } from '../../network/engine.ts';
import type { Notice } from '../../notice.ts';
import type { EvaluationOptions } from '../../tasks/task.ts';
import { withWide } from '../../wide/wide-predictor.ts';
import { fitWide } from './fit-wide.ts';
import { type FittedWide, type JoinedNetwork, joinWide, refitWide } from './join-wide.ts';

export interface BothSides {
  readonly predictor: Predictor;
  readonly joined: JoinedNetwork;
  /** The predictor is to be evaluated so. */
  readonly asked: EvaluationOptions;
  readonly notices: readonly Notice[];
  /** The linear model, where it stands beside the LSTM layers. */
  readonly wide: FittedWide | undefined;
  /**
   * Joins LSTM layers that were trained again on all rows, and fits the linear model on these, too.
   *
   * @param calibrations - of both sides; by default those from before
   */
  readonly joinAgain: (
    weights: Float32Array,
    calibrations?: FittedWide['calibrations'],
  ) => Promise<JoinedNetwork>;
}

/** @param engine - holds the trained LSTM layers */
export async function bothSides(
  engine: Engine,
  data: FitData,
  options: EvaluationOptions,
  context: Context,
): Promise<BothSides> {
  const { network } = engine;
  const { linear, wide, notices } = await fitWide(engine, data, options, context);
  const joined = joinWide({ network, weights: engine.weights() }, wide);
  const isJoined = joined.network.wide !== undefined;
  return {
    predictor: withWide(engine, { encoder: data.encoder, ...joined }),
    joined,
    asked: {
      ...options,
      linear,
      lstm: joined.network.wide?.part === 1 ? engine : undefined,
      // Sides are calibrated before they are joined, which undoes class weights.
      classWeights: isJoined ? undefined : options.classWeights,
      // A mean of their logits is less sure than either, and stays so for the sake of unseen kinds of rows.
      isCalibrated: joined.network.wide?.oddsFloor !== undefined,
    },
    notices: isJoined === (wide !== undefined) ? notices : [],
    wide: isJoined ? wide : undefined,
    async joinAgain(weights, calibrations) {
      if (!isJoined || wide === undefined) return joinWide({ network, weights }, undefined);
      const own = { ...wide, calibrations: calibrations ?? wide.calibrations };
      return joinWide({ network, weights }, await refitWide(own, data, network, context));
    },
  };
}

/**
 * How good the network is while it trains.
 *
 * @module
 */

import { applyCalibration } from '../../evaluate/calibration.ts';
import { meanLoss } from '../../kernel/reference-loss.ts';
import type { Calibration } from '../../model/record.ts';
import type { Target } from '../../model/target.ts';
import { headsOf } from '../../network/network-spec.ts';
import { taskOf } from '../../tasks/table.ts';

/** Loss, and accuracy or mean absolute error, of logits. */
export type Judge = (
  logits: Float32Array,
  targets: Float32Array,
) => { readonly loss: number; readonly metric: number };

/**
 * Loss with accuracy at even chance (classes) or the mean absolute error in the target's unit
 * (numbers). What comes next: the share of outcomes that were held likeliest.
 *
 * @param calibration - of the logits, such as one that undoes class weights
 */
export function createJudge(target: Target, calibration?: Calibration | undefined): Judge {
  const task = taskOf(target);
  const output = task.output(target);
  const heads = headsOf(output);
  const metric = task.epochFigure.of(target);
  return (raw, targets) => {
    const logits = calibration === undefined ? raw : applyCalibration(raw, calibration);
    const scratch = new Float32Array(logits.length);
    const loss = meanLoss(output.loss, heads, { logits, targets }, scratch);
    return { loss, metric: metric(logits, targets) };
  };
}

/**
 * Measures how good the network is while it trains.
 *
 * @module
 */

import { applyCalibration } from '../../evaluate/calibration.ts';
import { meanLoss } from '../../kernel/reference-loss.ts';
import type { Calibration } from '../../model/record.ts';
import type { Target } from '../../model/target.ts';
import { headsOf } from '../../network/network-spec.ts';
import { taskOf } from '../../tasks/table.ts';

/**
 * Returns the loss of logits, and the figure that the task shows of an epoch.
 *
 * @param loss - the loss of the logits as they are, where it is known
 */
export type BatchFigures = (
  logits: Float32Array,
  targets: Float32Array,
  loss?: number,
) => { readonly loss: number; readonly metric: number };

/**
 * The figure is the accuracy at even chance for classes, the mean absolute error in the target's unit for
 * numbers, and for `mode=anomaly` the share of outcomes that were held likeliest.
 *
 * @param calibration - calibrates the logits, for example by undoing class weights
 */
export function batchFigures(target: Target, calibration?: Calibration | undefined): BatchFigures {
  const task = taskOf(target);
  const output = task.output(target);
  const heads = headsOf(output);
  const metric = task.epochFigure.of(target);
  return (raw, targets, known) => {
    if (calibration === undefined && known !== undefined) {
      return { loss: known, metric: metric(raw, targets) };
    }
    const logits = calibration === undefined ? raw : applyCalibration(raw, calibration);
    const scratch = new Float32Array(logits.length);
    const loss = meanLoss(output.loss, heads, { logits, targets }, scratch);
    return { loss, metric: metric(logits, targets) };
  };
}

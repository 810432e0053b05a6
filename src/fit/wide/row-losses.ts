/**
 * Tells how well outputs predict each validation row, once they are calibrated as the fit will calibrate
 * them.
 *
 * @module
 */

import { applyCalibration } from '../../evaluate/calibration.ts';
import { meanLoss } from '../../kernel/reference-loss.ts';
import type { Calibration } from '../../model/record.ts';
import { classesOf, type Target } from '../../model/target.ts';
import { headsOf } from '../../network/network-spec.ts';
import { fitCalibration } from '../../tasks/classify/fit-calibration.ts';
import { taskOf } from '../../tasks/table.ts';

/** Validation rows tell one output from another. */
export interface Judges {
  readonly target: Target;
  /** `[rows, heads]` */
  readonly targets: Float32Array;
}

/**
 * Returns the calibration of logits; numbers have none.
 *
 * @param classWeights - are undone by the calibration; 1 where they are left out
 */
export function calibrationOn(
  { target, targets }: Judges,
  outputs: Float32Array,
  classWeights?: readonly number[] | undefined,
): Calibration | undefined {
  const classes = classesOf(target);
  if (classes.length === 0) return undefined;
  const weights = classWeights ?? classes.map(() => 1);
  return fitCalibration(outputs, targets, outputs.length / targets.length, weights);
}

/** Returns the loss of each row after calibration; a target that is not known has none. */
export function rowLosses(judges: Judges, outputs: Float32Array): Float64Array {
  const { target, targets } = judges;
  const calibration = calibrationOn(judges, outputs);
  const logits = calibration === undefined ? outputs : applyCalibration(outputs, calibration);
  const output = taskOf(target).output(target);
  const heads = headsOf(output);
  const { outputs: width } = output;
  const scratch = new Float32Array(width);
  const one = { logits: new Float32Array(width), targets: new Float32Array(heads.length) };
  const losses = new Float64Array(targets.length / heads.length);
  for (let row = 0; row < losses.length; row++) {
    for (let k = 0; k < width; k++) one.logits[k] = logits[row * width + k];
    for (let k = 0; k < heads.length; k++) one.targets[k] = targets[row * heads.length + k];
    losses[row] = meanLoss(output.loss, heads, one, scratch);
  }
  return losses;
}

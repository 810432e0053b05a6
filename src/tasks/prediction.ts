/**
 * From the network's outputs to probabilities, classes and numbers.
 *
 * @module
 */

import { inUnit } from '../evaluate/number-unit.ts';
import { classProbabilities } from '../evaluate/probabilities.ts';
import { headSize } from '../model/anomaly-target.ts';
import type { LabelledTarget, Target } from '../model/target.ts';
import type { NetworkSpec } from '../network/network-spec.ts';

/** Width of the network's output and its loss. */
export function outputOf(target: Target): Pick<NetworkSpec, 'outputs' | 'loss' | 'heads'> {
  if (target.mode === 'regress') return { outputs: 1, loss: 'mean_squared_error' };
  if (target.mode === 'forecast') return { outputs: target.horizon, loss: 'mean_squared_error' };
  if (target.mode === 'anomaly') return headsOutput(target.heads.map(headSize));
  return target.classes.length === 2
    ? { outputs: 1, loss: 'binary_crossentropy' }
    : { outputs: target.classes.length, loss: 'categorical_crossentropy' };
}

function headsOutput(heads: readonly number[]): ReturnType<typeof outputOf> {
  const outputs = heads.reduce((sum, size) => sum + size, 0);
  return { outputs, loss: 'categorical_crossentropy', heads };
}

/**
 * What a model says: `[n, classes]` probabilities, or `[n]` numbers in the target's unit.
 *
 * @param logits - `[n, outputs]`, calibrated
 * @param levels - `[n]`: what the changes of a forecast add to
 */
export function predictedValues(
  target: LabelledTarget,
  logits: Float32Array,
  levels?: Float64Array | undefined,
): Float32Array {
  return target.mode === 'classify'
    ? classProbabilities(target, logits)
    : Float32Array.from(inUnit(target, logits, levels));
}

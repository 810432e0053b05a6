/**
 * Computes losses from logits, as Keras does with `from_logits=True`.
 *
 * @module
 */

import type { Floats, Loss, LossInputs } from './kernel.ts';

/** `OneTarget` describes one target of a sample. */
interface OneTarget {
  readonly target: number;
  /** The first logit of the target is at this place. */
  readonly at: number;
  /** The target has this many logits. */
  readonly width: number;
  /** The target has this weight in the mean over the batch. */
  readonly share: number;
}

/** Returns the loss of one target, and writes its gradient by the logits. */
type HeadLoss = (logits: Floats, one: OneTarget, gradient: Floats) => number;

/** Computes `Kernel.loss`. */
export function meanLoss(
  kind: Loss,
  heads: readonly number[],
  { logits, targets }: LossInputs,
  gradient: Floats,
): number {
  const batch = targets.length / heads.length;
  const headLoss = headLosses[kind];
  const share = kind === 'mean_squared_error' ? 1 / (batch * heads.length) : 1 / batch;
  // One object for all targets: a linear model has a hundred losses taken of each row.
  const one = { target: 0, at: 0, width: 0, share };
  let sum = 0;
  for (let sample = 0; sample < batch; sample++) {
    for (let index = 0; index < heads.length; index++) {
      one.width = heads[index];
      one.target = targets[sample * heads.length + index];
      if (Number.isNaN(one.target)) gradient.fill(0, one.at, one.at + one.width);
      else sum += headLoss(logits, one, gradient);
      one.at += one.width;
    }
  }
  return sum * share;
}

const headLosses: Record<Loss, HeadLoss> = {
  binary_crossentropy: (logits, { target, at, share }, gradient) => {
    const logit = logits[at];
    gradient[at] = (1 / (1 + Math.exp(-logit)) - target) * share;
    // This form of the loss, max(z, 0) − z·y + ln(1 + e^−|z|), never overflows.
    return Math.max(logit, 0) - logit * target + Math.log1p(Math.exp(-Math.abs(logit)));
  },
  categorical_crossentropy: (logits, { target, at, width, share }, gradient) => {
    const wanted = at + target;
    const end = at + width;
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = at; k < end; k++) largest = Math.max(largest, logits[k]);
    let sum = 0;
    for (let k = at; k < end; k++) {
      const odds = Math.exp(logits[k] - largest);
      gradient[k] = odds;
      sum += odds;
    }
    for (let k = at; k < end; k++) {
      gradient[k] = (gradient[k] / sum - (k === wanted ? 1 : 0)) * share;
    }
    return Math.log(sum) + largest - logits[wanted];
  },
  mean_squared_error: (logits, { target, at, share }, gradient) => {
    const error = logits[at] - target;
    gradient[at] = 2 * error * share;
    return error * error;
  },
};

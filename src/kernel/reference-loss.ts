/**
 * Losses from logits, as Keras computes them with `from_logits=True`.
 *
 * @module
 */

import type { Floats, Loss } from './kernel.ts';

/** Loss of one sample; writes its gradient by the logits, for a batch of `batch`. */
type SampleLoss = (
  logits: Floats,
  targets: Floats,
  sample: number,
  batch: number,
  gradient: Floats,
) => number;

export function meanLoss(
  kind: Loss,
  logits: Floats,
  targets: Floats,
  outputs: number,
  batch: number,
  gradient: Floats,
): number {
  const sampleLoss = sampleLosses[kind](outputs);
  let sum = 0;
  for (let sample = 0; sample < batch; sample++) {
    sum += sampleLoss(logits, targets, sample, batch, gradient);
  }
  return sum / batch;
}

const sampleLosses: Record<Loss, (outputs: number) => SampleLoss> = {
  binary_crossentropy: () => binaryCrossentropy,
  categorical_crossentropy: (outputs) => (logits, targets, sample, batch, gradient) =>
    categoricalCrossentropy(outputs, logits, targets, sample, batch, gradient),
  mean_squared_error: () => squaredError,
};

const binaryCrossentropy: SampleLoss = (logits, targets, sample, batch, gradient) => {
  const logit = logits[sample] as number;
  const target = targets[sample] as number;
  gradient[sample] = (1 / (1 + Math.exp(-logit)) - target) / batch;
  // max(z, 0) − z·y + ln(1 + e^−|z|) never overflows.
  return Math.max(logit, 0) - logit * target + Math.log1p(Math.exp(-Math.abs(logit)));
};

const squaredError: SampleLoss = (logits, targets, sample, batch, gradient) => {
  const error = (logits[sample] as number) - (targets[sample] as number);
  gradient[sample] = (2 * error) / batch;
  return error * error;
};

function categoricalCrossentropy(
  outputs: number,
  logits: Floats,
  targets: Floats,
  sample: number,
  batch: number,
  gradient: Floats,
): number {
  const at = sample * outputs;
  const target = at + (targets[sample] as number);
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = at; k < at + outputs; k++) largest = Math.max(largest, logits[k] as number);
  let sum = 0;
  for (let k = at; k < at + outputs; k++) sum += Math.exp((logits[k] as number) - largest);
  for (let k = at; k < at + outputs; k++) {
    const probability = Math.exp((logits[k] as number) - largest) / sum;
    gradient[k] = (probability - (k === target ? 1 : 0)) / batch;
  }
  return Math.log(sum) + largest - (logits[target] as number);
}

/**
 * Updates weights as the optimisers of Keras 3 do, with its default constants.
 *
 * @see Kingma and Ba, Adam, 2015; Hinton, Neural Networks for Machine Learning, lecture 6e (RMSprop)
 * @module
 */

import type { Floats, Moments, Optimizer } from './kernel.ts';

export const EPSILON = 1e-7;
export const ADAM_BETA_1 = 0.9;
export const ADAM_BETA_2 = 0.999;
export const RMSPROP_RHO = 0.9;

/** Computes `Kernel.update`. */
export function updateWeights(
  optimizer: Optimizer,
  weights: Floats,
  gradient: Floats,
  moments: Moments,
): void {
  updates[optimizer.name](optimizer, weights, gradient, moments);
}

const updates: Record<Optimizer['name'], typeof updateWeights> = {
  adam({ learningRate, iteration, gradientScale }, weights, gradient, { first, second }) {
    const rate =
      (learningRate * Math.sqrt(1 - ADAM_BETA_2 ** iteration)) / (1 - ADAM_BETA_1 ** iteration);
    for (let w = 0; w < weights.length; w++) {
      const g = gradient[w] * gradientScale;
      const m = first[w] + (g - first[w]) * (1 - ADAM_BETA_1);
      const v = second[w] + (g * g - second[w]) * (1 - ADAM_BETA_2);
      first[w] = m;
      second[w] = v;
      weights[w] = weights[w] - (rate * m) / (Math.sqrt(v) + EPSILON);
    }
  },

  rmsprop({ learningRate, gradientScale }, weights, gradient, { second }) {
    for (let w = 0; w < weights.length; w++) {
      const g = gradient[w] * gradientScale;
      const v = RMSPROP_RHO * second[w] + (1 - RMSPROP_RHO) * g * g;
      second[w] = v;
      weights[w] = weights[w] - (learningRate * g) / Math.sqrt(v + EPSILON);
    }
  },

  sgd({ learningRate, gradientScale }, weights, gradient) {
    for (let w = 0; w < weights.length; w++) {
      weights[w] = weights[w] - learningRate * gradient[w] * gradientScale;
    }
  },
};

/** Returns the Euclidean norm. */
export function norm(gradient: Floats): number {
  let sum = 0;
  for (let w = 0; w < gradient.length; w++) sum += gradient[w] ** 2;
  return Math.sqrt(sum);
}

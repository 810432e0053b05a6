/**
 * Joins what the two sides of a network say of a row: the mean of their probabilities, of their logits, or of their
 * numbers.
 *
 * A mean of probabilities has a log loss above that of its better side by at most −ln of that side's part, on
 * every row. A mean of logits, with a floor under the odds of the LSTM layers, is less sure of rows that resemble
 * none in training. All is computed in logarithms, so that certain sides stay finite.
 *
 * @module
 */

import type { Loss } from '../kernel/kernel.ts';

/** What both sides say of one row, `[outputs]` each: calibrated logits, or numbers. */
export interface RowSides {
  readonly deep: Float64Array;
  readonly wide: Float64Array;
  /** The part of the linear model, above 0 and at most 1. */
  readonly part: number;
}

export interface SideGradients {
  /** `[outputs]` */
  readonly deep: Float64Array;
  readonly wide: Float64Array;
}

export interface Pooling {
  /** Makes what returns one output of the network, where each is of the same output of both sides alone. */
  readonly each?: (part: number) => (deep: number, wide: number) => number;
  /** Returns the outputs of the network, `[outputs]`. */
  outputs(sides: RowSides): Float64Array;
  /** @param gradient - by the outputs of the network, `[outputs]` */
  gradients(sides: RowSides, gradient: ArrayLike<number>): SideGradients;
}

/** Returns the outputs of networks each of whose outputs is of the same output of both sides alone. */
function outputsOf(each: NonNullable<Pooling['each']>): Pick<Pooling, 'each' | 'outputs'> {
  return {
    each,
    outputs({ deep, wide, part }) {
      const output = each(part);
      return deep.map((own, at) => output(own, wide[at]));
    },
  };
}

const means: Pooling = {
  ...outputsOf((part) => (deep, wide) => (1 - part) * deep + part * wide),
  gradients: ({ deep, wide, part }, gradient) => ({
    deep: deep.map((_, at) => (1 - part) * gradient[at]),
    wide: wide.map((_, at) => part * gradient[at]),
  }),
};

const oneProbability: Pooling = {
  ...outputsOf((part) => {
    const logs = { deep: Math.log(1 - part), wide: Math.log(part) };
    return (deep, wide) => {
      // Of each side this is −ln of the larger of both probabilities, which takes most of the time here.
      const [own, beside] = [softening(deep), softening(wide)];
      const a = logs.deep + (Math.min(deep, 0) - own);
      const b = logs.wide + (Math.min(wide, 0) - beside);
      const c = logs.deep + (Math.min(-deep, 0) - own);
      const d = logs.wide + (Math.min(-wide, 0) - beside);
      return logSum(a, b) - logSum(c, d);
    };
  }),
  gradients(sides, gradient) {
    const { deep, wide, part } = sides;
    const slope = (logit: number, at: number): number => {
      const [own, other] = [deep[at], wide[at]];
      const positive = logMean(part, logSigmoid(own), logSigmoid(other));
      const negative = logMean(part, logSigmoid(-own), logSigmoid(-other));
      return Math.exp(logSigmoid(logit) + logSigmoid(-logit) - positive - negative);
    };
    return {
      deep: deep.map((own, at) => (1 - part) * slope(own, at) * gradient[at]),
      wide: wide.map((own, at) => part * slope(own, at) * gradient[at]),
    };
  },
};

/**
 * Averages the logits of two classes. The floor is added to the odds that the LSTM layers give, so that they can
 * raise the odds of the positive class as far as they will, and lower them to the floor only.
 */
function logitsAbove(oddsFloor: number): Pooling {
  const least = Math.log(oddsFloor);
  return {
    ...outputsOf(
      (part) => (deep, wide) => (1 - part) * (deep - logSigmoid(deep - least)) + part * wide,
    ),
    gradients: ({ deep, wide, part }, gradient) => ({
      deep: deep.map((own, at) => (1 - part) * Math.exp(logSigmoid(own - least)) * gradient[at]),
      wide: wide.map((_, at) => part * gradient[at]),
    }),
  };
}

const probabilities: Pooling = {
  outputs({ deep, wide, part }) {
    const [own, beside] = [logSoftmax(deep), logSoftmax(wide)];
    return own.map((log, at) => logMean(part, log, beside[at]));
  },
  gradients(sides, gradient) {
    const { part } = sides;
    const pooled = probabilities.outputs(sides);
    const through = (logits: Float64Array, weight: number): Float64Array => {
      const logs = logSoftmax(logits);
      const shares = logs.map((log, at) => weight * Math.exp(log - pooled[at]) * gradient[at]);
      const total = shares.reduce((sum, share) => sum + share, 0);
      return shares.map((share, at) => share - Math.exp(logs[at]) * total);
    };
    return { deep: through(sides.deep, 1 - part), wide: through(sides.wide, part) };
  },
};

/**
 * Returns how the outputs of a network with this loss are joined.
 *
 * @param oddsFloor - of two classes: averages logits, above this floor; probabilities where it is left out
 */
export function poolingOf(loss: Loss, oddsFloor?: number | undefined): Pooling {
  return oddsFloor === undefined ? poolings[loss] : logitsAbove(oddsFloor);
}

const poolings: Readonly<Record<Loss, Pooling>> = {
  binary_crossentropy: oneProbability,
  categorical_crossentropy: probabilities,
  mean_squared_error: means,
};

/** Returns ln((1 − part)·e^deep + part·e^wide). */
function logMean(part: number, deep: number, wide: number): number {
  return logSum(Math.log(1 - part) + deep, Math.log(part) + wide);
}

/** Returns ln(e^a + e^b). */
function logSum(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}

/** Returns ln(1 / (1 + e^−logit)). */
function logSigmoid(logit: number): number {
  return Math.min(logit, 0) - softening(logit);
}

/** Returns ln(1 + e^−|logit|). */
function softening(logit: number): number {
  return Math.log1p(Math.exp(-Math.abs(logit)));
}

function logSoftmax(logits: Float64Array): Float64Array {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  const log = largest + Math.log(sum);
  return logits.map((logit) => logit - log);
}

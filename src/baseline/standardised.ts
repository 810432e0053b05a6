/**
 * A linear model in terms of standardised columns: it is the same model with the same minimum, which a
 * solver finds in a fraction of the steps.
 *
 * A weight v of the column (x − mean) / scale is the weight v / scale of x, with −mean·v / scale
 * moved to the bias. Columns are not rewritten, so one-hot columns stay sparse.
 *
 * @module
 */

import { type LinearInputs, NO_MORE_ONES } from '../readings/linear-inputs.ts';
import type { Objective } from './lbfgs.ts';

export interface ColumnMoments {
  /** `[dense + columns]` */
  readonly means: Float64Array;
  /** `[dense + columns]`: above 0. */
  readonly scales: Float64Array;
}

/** @param ridge - is added to each variance, as the penalty adds to the curvature */
export function columnMoments(inputs: LinearInputs, ridge: number): ColumnMoments {
  const { count, dense, columns, ones, values, indexes } = inputs;
  const means = new Float64Array(dense + columns);
  const squares = new Float64Array(dense + columns);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < dense; column++) {
      const value = values[row * dense + column];
      means[column] = means[column] + value / count;
      squares[column] = squares[column] + (value * value) / count;
    }
  }
  for (let at = 0; at < count * ones; at++) {
    if (indexes[at] === NO_MORE_ONES) continue;
    const column = dense + indexes[at];
    means[column] = means[column] + 1 / count;
    squares[column] = means[column];
  }
  const scales = squares.map((square, column) => {
    const variance = square - means[column] ** 2;
    return Math.sqrt(Math.max(0, variance) + ridge);
  });
  return { means, scales };
}

/** Returns the weights of the columns themselves, in the layout of `linearWeightCount`. */
export function toWeights(
  standardisedWeights: Float64Array,
  moments: ColumnMoments,
  outputs: number,
): Float64Array {
  const weights = standardisedWeights.slice();
  unscale(weights, moments, outputs);
  return weights;
}

/** Returns the weights of standardised columns that make the same model: the inverse of `toWeights`. */
export function toStandardised(
  weights: Float64Array,
  { means, scales }: ColumnMoments,
  outputs: number,
): Float64Array {
  const width = means.length;
  const point = weights.slice();
  for (let output = 0; output < outputs; output++) {
    const bias = outputs * width + output;
    for (let column = 0; column < width; column++) {
      const at = output * width + column;
      point[at] = weights[at] * scales[column];
      point[bias] = point[bias] + weights[at] * means[column];
    }
  }
  return point;
}

/** Turns an objective of the weights of columns into one of the weights of standardised columns. */
export function standardised(
  objective: Objective,
  moments: ColumnMoments,
  outputs: number,
): Objective {
  const { means, scales } = moments;
  const width = means.length;
  const weights = new Float64Array((width + 1) * outputs);
  return (point, gradient) => {
    weights.set(point);
    unscale(weights, moments, outputs);
    const value = objective(weights, gradient);
    for (let output = 0; output < outputs; output++) {
      const biasGradient = gradient[outputs * width + output];
      for (let column = 0; column < width; column++) {
        const at = output * width + column;
        const centred = gradient[at] - means[column] * biasGradient;
        gradient[at] = centred / scales[column];
      }
    }
    return value;
  };
}

/** Turns weights of standardised columns into weights of the columns, in place. */
function unscale(weights: Float64Array, { means, scales }: ColumnMoments, outputs: number): void {
  const width = means.length;
  for (let output = 0; output < outputs; output++) {
    let shift = 0;
    for (let column = 0; column < width; column++) {
      const at = output * width + column;
      const weight = weights[at] / scales[column];
      weights[at] = weight;
      shift += weight * means[column];
    }
    const bias = outputs * width + output;
    weights[bias] = weights[bias] - shift;
  }
}

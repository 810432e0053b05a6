/**
 * A linear model in terms of standardised columns: it is the same model with the same minimum, which a
 * solver finds in a fraction of the steps.
 *
 * A weight v of the column (x − mean) / scale is the weight v / scale of x, with −mean·v / scale
 * moved to the bias. Columns are not rewritten, so one-hot columns stay sparse.
 *
 * @module
 */

import type { ColumnMoments, LinearArithmetic } from '../kernel/linear-arithmetic.ts';
import type { LinearInputs } from '../readings/linear-inputs.ts';
import type { Objective } from './lbfgs.ts';
import { plainArithmetic } from './plain-arithmetic.ts';

/**
 * @param ridge - is added to each variance, as the penalty adds to the curvature
 * @param arithmetic - has handed out the inputs, and hands out the moments
 */
export function columnMoments(
  inputs: LinearInputs,
  ridge: number,
  arithmetic: LinearArithmetic = plainArithmetic,
): ColumnMoments {
  const width = inputs.dense + inputs.columns;
  const [means, squares] = [arithmetic.doubles(width), arithmetic.doubles(width)];
  arithmetic.addMoments(inputs, means, squares);
  const scales = arithmetic.doubles(width);
  for (let column = 0; column < width; column++) {
    const variance = squares[column] - means[column] ** 2;
    scales[column] = Math.sqrt(Math.max(0, variance) + ridge);
  }
  return { means, scales };
}

/** Returns the weights of the columns themselves, in the layout of `linearWeightCount`. */
export function toWeights(
  standardisedWeights: Float64Array,
  moments: ColumnMoments,
  outputs: number,
): Float64Array {
  const weights = standardisedWeights.slice();
  plainArithmetic.unscale(weights, moments, outputs);
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

/**
 * Turns an objective of the weights of columns into one of the weights of standardised columns.
 *
 * @param arithmetic - has handed out the moments, and hands out the points
 */
export function standardised(
  objective: Objective,
  moments: ColumnMoments,
  outputs: number,
  arithmetic: LinearArithmetic = plainArithmetic,
): Objective {
  const weights = arithmetic.doubles((moments.means.length + 1) * outputs);
  return (point, gradient) => {
    weights.set(point);
    arithmetic.unscale(weights, moments, outputs);
    const value = objective(weights, gradient);
    arithmetic.standardise(gradient, moments, outputs);
    return value;
  };
}

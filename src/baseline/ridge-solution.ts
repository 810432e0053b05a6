/**
 * Fits ridge by its normal equations. Once the products of all columns are known, another penalty or output costs
 * hardly anything, so that forecasts of many rows ahead are fitted in a fraction of the time that iterations take.
 *
 * The plain reference is `fitLinear`, which minimises the same loss.
 *
 * @module
 */

import type { LinearInputs, LinearShape } from '../readings/linear-inputs.ts';
import { cholesky, solved } from './cholesky.ts';
import { linearWeightCount } from './linear-layer.ts';

/** More multiply-adds would take longer than iterations, or hold up the process. */
const MOST_WORK = 2e8;

/** Makes the weights of a penalty, in the layout of `linearWeightCount`. */
export type RidgeSolver = (penalty: number) => Float64Array;

/** Returns the multiply-adds that a solution takes; infinitely many where there is none. */
export function ridgeWork(
  { dense, columns, count }: LinearShape & Pick<LinearInputs, 'count'>,
  outputs: number,
): number {
  const products = count * dense * (dense / 2 + outputs);
  const work = products + dense ** 3 / 6 + outputs * dense ** 2;
  return columns > 0 || work > MOST_WORK ? Number.POSITIVE_INFINITY : work;
}

/**
 * Returns what solves for a penalty; `undefined` where the inputs are too many or one-hot, or a target is not known.
 *
 * @param inputs - `values` have no mean (see `centre`), so that the bias of an output is the mean of its targets
 * @param targets - `[inputs.count, outputs]`
 */
export function ridgeSolver(
  inputs: LinearInputs,
  targets: Float32Array,
  outputs: number,
): RidgeSolver | undefined {
  const isSolved = Number.isFinite(ridgeWork(inputs, outputs)) && inputs.count > 0;
  if (!isSolved || targets.some(Number.isNaN)) return undefined;
  const { dense } = inputs;
  const products = productsOf(inputs);
  const bias = meanTargets(targets, outputs);
  const sides = rightSides(inputs, targets, bias);
  return (penalty) => {
    const weights = new Float64Array(linearWeightCount(inputs, outputs));
    // The loss is the mean over outputs, of which each has the whole penalty.
    const ridge = penalty * outputs;
    const lower = cholesky(
      dense,
      (row, column) => products[row * dense + column] + (row === column ? ridge : 0),
    );
    for (const [output, side] of sides.entries()) weights.set(solved(lower, side), output * dense);
    weights.set(bias, outputs * dense);
    return weights;
  };
}

/** Returns the lower triangle of the products of columns, `[dense, dense]`. */
function productsOf({ count, dense, values }: LinearInputs): Float64Array {
  const products = new Float64Array(dense * dense);
  for (let row = 0; row < count; row++) {
    const first = row * dense;
    for (let column = 0; column < dense; column++) {
      const value = values[first + column];
      const to = column * dense;
      for (let other = 0; other <= column; other++) {
        products[to + other] = products[to + other] + value * values[first + other];
      }
    }
  }
  return products;
}

function meanTargets(targets: Float32Array, outputs: number): Float64Array {
  const means = new Float64Array(outputs);
  for (const [at, target] of targets.entries()) {
    means[at % outputs] = means[at % outputs] + target;
  }
  return means.map((sum) => (sum * outputs) / targets.length);
}

/** Returns the products of columns and targets, which lose their mean: `[outputs][dense]`. */
function rightSides(
  { count, dense, values }: LinearInputs,
  targets: Float32Array,
  bias: Float64Array,
): Float64Array[] {
  const outputs = bias.length;
  return Array.from(bias, (mean, output) => {
    const side = new Float64Array(dense);
    for (let row = 0; row < count; row++) {
      const target = targets[row * outputs + output] - mean;
      for (let column = 0; column < dense; column++) {
        side[column] = side[column] + target * values[row * dense + column];
      }
    }
    return side;
  });
}

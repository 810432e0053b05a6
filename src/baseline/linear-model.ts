/**
 * Fits linear models as scikit-learn does by default: `LogisticRegression(C=1)`, multinomial for more
 * than two classes, and `Ridge(alpha=1)`. The bias is not penalised.
 *
 * @module
 */

import type { Loss } from '../kernel/kernel.ts';
import type { LinearArithmetic } from '../kernel/linear-arithmetic.ts';
import { meanLoss } from '../kernel/reference-loss.ts';
import type { Context } from '../network/context.ts';
import { headsOf } from '../network/network-spec.ts';
import type { LinearInputs, LinearShape } from '../readings/linear-inputs.ts';
import { type FittedLayer, plainLayer } from './fitted-layer.ts';
import { minimise, type Objective } from './lbfgs.ts';
import { linearWeightCount } from './linear-layer.ts';
import { plainArithmetic } from './plain-arithmetic.ts';
import { columnMoments, standardised, toStandardised, toWeights } from './standardised.ts';

export interface LinearTask {
  readonly loss: Loss;
  readonly outputs: number;
  /** The penalty is this multiple of scikit-learn's default; 1 if it is left out. */
  readonly penalty?: number;
  /** The fit begins from these weights, such as those of another penalty; from zeros if they are left out. */
  readonly start?: Float64Array | undefined;
  /** Computes the layer of the inputs; plain TypeScript if it is left out. */
  readonly layer?: FittedLayer;
  /** Has handed out the inputs; plain TypeScript if it is left out. */
  readonly arithmetic?: LinearArithmetic | undefined;
}

/**
 * The fit ends when no component of the gradient of the mean loss by the weights of standardised columns
 * is larger.
 */
const TOLERANCE = 1e-5;

const MOST_ITERATIONS = 200;
const FEWEST_ITERATIONS = 30;

/**
 * The variance of a column on which the penalty weighs as much as the loss, times the number of examples:
 * λ divided by the largest curvature of the loss by a logit.
 */
const RIDGES: Record<Loss, number> = {
  binary_crossentropy: 4,
  categorical_crossentropy: 4,
  mean_squared_error: 1,
};

/**
 * A fit makes about this many multiply-adds, a second's worth: where each iteration is long there are
 * fewer.
 */
const WORK = 2e9;

/** The loss of one output, and the solver for one weight, cost as much as this many multiply-adds. */
const LOSS_COST = 16;
const SOLVER_COST = 40;

/**
 * Fits the weights of a linear layer.
 *
 * @param targets - `[inputs.count]`, in the form in which the loss reads them
 * @returns weights in the layout of `linearWeightCount`; those of the last iteration when it did not
 *   converge
 */
export async function fitLinear(
  inputs: LinearInputs,
  targets: Float32Array,
  task: LinearTask,
  context: Context,
): Promise<Float64Array> {
  const { loss, outputs, penalty = 1, arithmetic = plainArithmetic } = task;
  const layer = task.layer ?? plainLayer(inputs, outputs, arithmetic);
  const moments = columnMoments(inputs, (penalty * RIDGES[loss]) / inputs.count, arithmetic);
  const penalised = penalisedLoss(layer, targets, { loss, outputs, penalty, arithmetic });
  const objective = standardised(penalised, moments, outputs, arithmetic);
  const zeros = new Float64Array(linearWeightCount(inputs, outputs));
  const start = task.start === undefined ? zeros : toStandardised(task.start, moments, outputs);
  const maxIterations = iterationsFor(inputs, outputs);
  const options = { tolerance: TOLERANCE, maxIterations, vectors: arithmetic };
  const minimum = await minimise(objective, start, options, context);
  return toWeights(minimum, moments, outputs);
}

/** Returns the multiply-adds of one example in a pass forward or back. */
export function workPerExample({ dense, ones }: LinearShape, outputs: number): number {
  return (dense + ones + LOSS_COST) * outputs;
}

/** The shape of inputs, and how many there are. */
type CountedShape = LinearShape & Pick<LinearInputs, 'count'>;

/** Returns the multiply-adds that a fit makes at most. */
export function fitWork(inputs: CountedShape, outputs: number): number {
  return iterationsFor(inputs, outputs) * workPerIteration(inputs, outputs);
}

function iterationsFor(inputs: CountedShape, outputs: number): number {
  const affordable = Math.floor(WORK / workPerIteration(inputs, outputs));
  return Math.max(FEWEST_ITERATIONS, Math.min(MOST_ITERATIONS, affordable));
}

function workPerIteration(inputs: CountedShape, outputs: number): number {
  const passes = 2 * inputs.count * workPerExample(inputs, outputs);
  return passes + SOLVER_COST * linearWeightCount(inputs, outputs);
}

/**
 * Returns scikit-learn's objective divided by the number of examples: mean loss + λ/2·‖weights without
 * the bias‖².
 */
function penalisedLoss(
  layer: FittedLayer,
  targets: Float32Array,
  {
    loss,
    outputs,
    penalty,
    arithmetic,
  }: Required<Pick<LinearTask, 'loss' | 'outputs' | 'penalty'>> & {
    readonly arithmetic: LinearArithmetic;
  },
): Objective {
  const { logits, logitsGradient } = layer;
  const heads = headsOf({ loss, outputs });
  const count = logits.length / outputs;
  // Ridge has ‖w‖² where logistic regression has ½‖w‖².
  const lambda = (penalty * (loss === 'mean_squared_error' ? 2 : 1)) / count;
  return (weights, gradient) => {
    layer.forward(weights);
    const mean = meanLoss(loss, heads, { logits, targets }, logitsGradient);
    gradient.fill(0);
    layer.backward(gradient);
    const squares = arithmetic.addPenalty(lambda, weights, weights.length - outputs, gradient);
    return mean + (lambda / 2) * squares;
  };
}

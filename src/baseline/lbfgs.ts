/**
 * Minimises a smooth function of many variables: L-BFGS, which learns the curvature from the last
 * few steps.
 *
 * @see Nocedal and Wright, Numerical Optimization, 2nd edition, 2006, algorithms 7.4 and 7.5
 * @see Lewis and Overton, Nonsmooth optimization via quasi-Newton methods, 2013, for the line search
 * @module
 */

import type { Context } from '../network/context.ts';

/** Returns the value at `point` and writes the gradient there. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface MinimiseOptions {
  /** The minimum counts as reached when no component of the gradient is larger than this. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** The curvature is learnt from this many steps. */
const MEMORY = 10;

/** A line search gives up after this many evaluations. */
const MAX_TRIALS = 30;

/** The weak Wolfe conditions ask for this fall of the value, and of the slope, along a step at least. */
const VALUE_FALL = 1e-4;
const SLOPE_FALL = 0.9;

/** Values that differ by less than this share count as equal: logits are float32. */
const ROUNDING = 1e-8;

interface Place {
  readonly point: Float64Array;
  readonly gradient: Float64Array;
  value: number;
}

/** A step, the change of the gradient over it, and their product. */
interface Move {
  readonly step: Float64Array;
  readonly change: Float64Array;
  product: number;
}

/**
 * @param start - is not changed
 * @returns the minimum, or the last point when it was not reached
 */
export async function minimise(
  objective: Objective,
  start: Float64Array,
  { tolerance, maxIterations }: MinimiseOptions,
  context: Context,
): Promise<Float64Array> {
  let here: Place = { point: start.slice(), gradient: new Float64Array(start.length), value: 0 };
  let there: Place = { ...here, point: start.slice(), gradient: here.gradient.slice() };
  const moves: Move[] = [];
  const direction = new Float64Array(start.length);
  here.value = objective(here.point, here.gradient);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (!(largest(here.gradient) > tolerance)) break;
    await context.breathe();
    descend(here.gradient, moves, direction);
    // Only later steps know the curvature, and with it how far the minimum is.
    const length = moves.length === 0 ? 1 / Math.sqrt(product(direction, direction)) : 1;
    if (!searchLine(objective, { here, there, direction }, length)) break;
    remember(moves, here, there);
    [here, there] = [there, here];
  }
  return here.point;
}

/** Writes the direction of descent: minus the gradient times the inverse of the learnt curvature. */
function descend(gradient: Float64Array, moves: readonly Move[], direction: Float64Array): void {
  for (let k = 0; k < gradient.length; k++) direction[k] = -gradient[k];
  const factors = moves.map(() => 0);
  for (let m = moves.length - 1; m >= 0; m--) {
    const move = moves[m] as Move;
    factors[m] = product(move.step, direction) / move.product;
    addMultiple(-factors[m], move.change, direction);
  }
  const last = moves.at(-1);
  if (last !== undefined) scale(last.product / product(last.change, last.change), direction);
  for (const [m, move] of moves.entries()) {
    const factor = product(move.change, direction) / move.product;
    addMultiple(factors[m] - factor, move.step, direction);
  }
}

interface Line {
  readonly here: Place;
  readonly there: Place;
  readonly direction: Float64Array;
}

/**
 * Finds a step that meets the weak Wolfe conditions, by doubling and bisection.
 *
 * @param line - begins at `here`; `there` becomes the place found
 * @param length - the length of the first trial, in units of `direction`
 * @returns whether there is one
 */
function searchLine(
  objective: Objective,
  { here, there, direction }: Line,
  length: number,
): boolean {
  const slope = product(here.gradient, direction);
  const slack = ROUNDING * Math.abs(here.value);
  let [low, high, trial] = [0, Number.POSITIVE_INFINITY, length];
  for (let count = 0; count < MAX_TRIALS && slope < 0; count++) {
    there.point.set(here.point);
    addMultiple(trial, direction, there.point);
    there.value = objective(there.point, there.gradient);
    if (!(there.value <= here.value + VALUE_FALL * trial * slope + slack)) high = trial;
    else if (product(there.gradient, direction) < SLOPE_FALL * slope) low = trial;
    else return true;
    trial = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return false;
}

/** Adds the move from `here` to `there`, in the memory of the oldest move once there are `MEMORY`. */
function remember(moves: Move[], here: Place, there: Place): void {
  const old = moves.length === MEMORY ? moves.shift() : undefined;
  const step = difference(there.point, here.point, old?.step);
  const change = difference(there.gradient, here.gradient, old?.change);
  moves.push({ step, change, product: product(step, change) });
}

function difference(
  a: Float64Array,
  b: Float64Array,
  out: Float64Array = new Float64Array(a.length),
): Float64Array {
  for (let k = 0; k < a.length; k++) out[k] = a[k] - b[k];
  return out;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

function addMultiple(factor: number, from: Float64Array, to: Float64Array): void {
  for (let k = 0; k < to.length; k++) to[k] = to[k] + factor * from[k];
}

function scale(factor: number, values: Float64Array): void {
  for (let k = 0; k < values.length; k++) values[k] = values[k] * factor;
}

/** Returns the largest absolute value. */
function largest(values: Float64Array): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(values[k]));
  return most;
}

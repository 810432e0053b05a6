/**
 * Minimises a smooth function of many variables: L-BFGS, which learns the curvature from the last
 * few steps.
 *
 * @see Nocedal and Wright, Numerical Optimization, 2nd edition, 2006, algorithms 7.4 and 7.5
 * @see Lewis and Overton, Nonsmooth optimization via quasi-Newton methods, 2013, for the line search
 * @module
 */

import type { LinearArithmetic } from '../kernel/linear-arithmetic.ts';
import type { Context } from '../network/context.ts';
import { plainArithmetic } from './plain-arithmetic.ts';

/** Returns the value at `point` and writes the gradient there. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

/** Computes on the points and gradients of a minimisation, which it has handed out. */
type Vectors = Pick<
  LinearArithmetic,
  'doubles' | 'product' | 'addMultiple' | 'difference' | 'multiples' | 'largest'
>;

export interface MinimiseOptions {
  /** The minimum counts as reached when no component of the gradient is larger than this. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Hands out the arrays that the objective gets; plain TypeScript by default. */
  readonly vectors?: Vectors;
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
  { tolerance, maxIterations, vectors = plainArithmetic }: MinimiseOptions,
  context: Context,
): Promise<Float64Array> {
  let [here, there] = [placeAt(start, vectors), placeAt(start, vectors)];
  const moves: Move[] = [];
  const direction = vectors.doubles(start.length);
  here.value = objective(here.point, here.gradient);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (!(vectors.largest(here.gradient) > tolerance)) break;
    await context.breathe();
    descend(here.gradient, moves, direction, vectors);
    // Only later steps know the curvature, and with it how far the minimum is.
    const length = moves.length === 0 ? 1 / Math.sqrt(vectors.product(direction, direction)) : 1;
    if (!searchLine(objective, { here, there, direction }, length, vectors)) break;
    remember(moves, here, there, vectors);
    [here, there] = [there, here];
  }
  return here.point;
}

function placeAt(start: Float64Array, vectors: Vectors): Place {
  const point = vectors.doubles(start.length);
  point.set(start);
  return { point, gradient: vectors.doubles(start.length), value: 0 };
}

/** Writes the direction of descent: minus the gradient times the inverse of the learnt curvature. */
function descend(
  gradient: Float64Array,
  moves: readonly Move[],
  direction: Float64Array,
  vectors: Vectors,
): void {
  vectors.multiples(-1, gradient, direction);
  const factors = moves.map(() => 0);
  for (let m = moves.length - 1; m >= 0; m--) {
    const move = moves[m] as Move;
    factors[m] = vectors.product(move.step, direction) / move.product;
    vectors.addMultiple(-factors[m], move.change, direction);
  }
  const last = moves.at(-1);
  if (last !== undefined) {
    vectors.multiples(
      last.product / vectors.product(last.change, last.change),
      direction,
      direction,
    );
  }
  for (const [m, move] of moves.entries()) {
    const factor = vectors.product(move.change, direction) / move.product;
    vectors.addMultiple(factors[m] - factor, move.step, direction);
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
  vectors: Vectors,
): boolean {
  const slope = vectors.product(here.gradient, direction);
  const slack = ROUNDING * Math.abs(here.value);
  let [low, high, trial] = [0, Number.POSITIVE_INFINITY, length];
  for (let count = 0; count < MAX_TRIALS && slope < 0; count++) {
    there.point.set(here.point);
    vectors.addMultiple(trial, direction, there.point);
    there.value = objective(there.point, there.gradient);
    if (!(there.value <= here.value + VALUE_FALL * trial * slope + slack)) high = trial;
    else if (vectors.product(there.gradient, direction) < SLOPE_FALL * slope) low = trial;
    else return true;
    trial = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return false;
}

/** Adds the move from `here` to `there`, in the memory of the oldest move once there are `MEMORY`. */
function remember(moves: Move[], here: Place, there: Place, vectors: Vectors): void {
  const { length } = here.point;
  const old = moves.length === MEMORY ? moves.shift() : undefined;
  const step = old?.step ?? vectors.doubles(length);
  const change = old?.change ?? vectors.doubles(length);
  vectors.difference(there.point, here.point, step);
  vectors.difference(there.gradient, here.gradient, change);
  moves.push({ step, change, product: vectors.product(step, change) });
}

/**
 * Minimises a convex function of two numbers by Newton's method with backtracking.
 *
 * @see H.-T. Lin, C.-J. Lin and R. C. Weng, "A note on Platt's probabilistic outputs for support
 *   vector machines", Machine Learning 68 (2007)
 * @module
 */

export type Pair = readonly [number, number];

/** A function has a value and derivatives at a point. */
export interface Terms {
  readonly value: number;
  readonly gradient: Pair;
  /** The second derivatives are by the first number, by both, by the second. */
  readonly curvature: readonly [number, number, number];
}

const MOST_STEPS = 100;

/** A step that promises to gain less than this, for values of the order of 1, is the last one. */
const ENOUGH = 1e-12;

/** This keeps the curvature above 0 where the function is flat. */
const RIDGE = 1e-12;

/** A step must gain at least this part of what its slope promises. */
const LEAST_GAIN = 1e-4;
const LEAST_STEP = 1e-10;

/** Returns the point where the function is least. */
export function minimise(termsAt: (point: Pair) => Terms, start: Pair): Pair {
  let point = start;
  let terms = termsAt(point);
  for (let count = 0; count < MOST_STEPS; count++) {
    const direction = newtonDirection(terms);
    const promise = -terms.gradient[0] * direction[0] - terms.gradient[1] * direction[1];
    // Rounding would hide so small a gain, and so near to the minimum a step doubles the number of
    // correct digits.
    if (promise < ENOUGH) return moved(point, direction, 1);
    let step = 1;
    let next = termsAt(moved(point, direction, step));
    while (!(next.value < terms.value - LEAST_GAIN * step * promise)) {
      step /= 2;
      if (step < LEAST_STEP) return point;
      next = termsAt(moved(point, direction, step));
    }
    point = moved(point, direction, step);
    terms = next;
  }
  return point;
}

function moved(point: Pair, direction: Pair, step: number): Pair {
  return [point[0] + step * direction[0], point[1] + step * direction[1]];
}

function newtonDirection({ gradient: [g0, g1], curvature: [c00, c01, c11] }: Terms): Pair {
  const [h00, h11] = [c00 + RIDGE, c11 + RIDGE];
  const determinant = h00 * h11 - c01 * c01;
  return [(c01 * g1 - h11 * g0) / determinant, (c01 * g0 - h00 * g1) / determinant];
}

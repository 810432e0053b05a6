/**
 * Integrated gradients measure what each input adds to an output on the straight line from one input to
 * another. The parts add up to the difference of the outputs.
 *
 * @see M. Sundararajan, A. Taly and Q. Yan, "Axiomatic attribution for deep networks", ICML 2017
 * @module
 */

import { range } from '../encode/rows/row-lists.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import type { BuiltinEngine } from '../network/builtin-engine.ts';
import type { Explained } from '../tasks/explained-row.ts';
import { poolingOf } from '../wide/pooling.ts';
import { type Beside, sidesAt } from './wide-side.ts';

/** A way leads between two inputs of one network, `[timesteps, inputs]` each. */
export interface Way {
  /** What a linear model adds to the outputs at both ends, and in between; absent without one. */
  readonly beside?: Beside | undefined;
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly timesteps: number;
}

export interface Attribution {
  /** `[timesteps, inputs]`, in the unit of the output. */
  readonly parts: Float64Array;
  /** The outputs at both ends of the line. */
  readonly from: number;
  readonly to: number;
  /** `[outputs]`: the mean slope of the number by the outputs of the linear model, along the line. */
  readonly slopes: Float64Array;
  /** The number of points of the line at which the gradient was taken. */
  readonly points: number;
}

/**
 * The gradient is taken at this many points of the line, and at more of them while the parts do not add
 * up.
 */
const POINTS = [16, 64, 256];

/** The parts must add up to the difference within this share of it, or this much. */
export const TOLERANCE = 0.01;

/** @param engine - the engine of a network without embeddings */
export function integratedGradients(
  engine: BuiltinEngine,
  way: Way,
  explained: Explained,
): Attribution {
  const [from, to] = endLogits(engine, way).map((end) => explained.value(end)) as [number, number];
  const allowed = TOLERANCE * Math.max(1, Math.abs(to - from));
  for (const points of POINTS) {
    const { parts, slopes } = midpointParts(engine, way, explained, points);
    const added = slopes.reduce((total, slope, at) => total + slope * besideRise(way, at), 0);
    const sum = parts.reduce((total, part) => total + part, added);
    const isClose = Math.abs(sum - (to - from)) <= allowed;
    if (isClose || points === POINTS.at(-1)) return { parts, slopes, from, to, points };
  }
  throw new RangeError('POINTS is empty');
}

/** Returns the logits of the network at both ends, `[2][outputs]`. */
export function endLogits(engine: BuiltinEngine, way: Way): Float32Array[] {
  const logits = engine.predict(pointsOn(way, [0, 1]), range(2));
  const ends = [logits.subarray(0, logits.length / 2), logits.subarray(logits.length / 2)];
  return ends.map((end, share) => withBeside(way, end, share));
}

/** Returns the outputs of both sides at a share of the line. */
function withBeside({ beside }: Way, logits: Float32Array, share: number): Float32Array {
  if (beside === undefined) return logits;
  const { loss, wide } = beside.network;
  const pooling = poolingOf(loss, wide?.oddsFloor);
  return Float32Array.from(pooling.outputs(sidesAt(beside, logits, share)));
}

interface Slope {
  readonly share: number;
  /** By the outputs of the network, `[outputs]`. */
  readonly slope: Float32Array;
}

/** Returns the slope of the number by the outputs of each side, at a share of the line. */
function slopesOfSides(
  { beside }: Way,
  logits: Float32Array,
  { share, slope }: Slope,
): { readonly deep: ArrayLike<number>; readonly wide: ArrayLike<number> } {
  if (beside === undefined) return { deep: slope, wide: new Float64Array(slope.length) };
  const { loss, wide: spec } = beside.network;
  const sides = sidesAt(beside, logits, share);
  const { deep, wide } = poolingOf(loss, spec?.oddsFloor).gradients(sides, slope);
  const factor = spec?.deep?.slope ?? 1;
  return { deep: deep.map((own) => factor * own), wide };
}

/** Returns how much the linear model adds more to an output at the end of the line than at its start. */
function besideRise({ beside }: Way, output: number): number {
  return beside === undefined ? 0 : beside.to[output] - beside.from[output];
}

/** Integrates by the midpoint rule. */
function midpointParts(
  engine: BuiltinEngine,
  way: Way,
  explained: Explained,
  points: number,
): Pick<Attribution, 'parts' | 'slopes'> {
  const shares = Array.from({ length: points }, (_, point) => (point + 0.5) / points);
  let slopes = new Float64Array(0);
  const gradient = engine.inputGradient(pointsOn(way, shares), range(points), (logits) => {
    const width = logits.length / points;
    const out = new Float32Array(logits.length);
    slopes = new Float64Array(width);
    for (const [point, share] of shares.entries()) {
      const own = logits.subarray(point * width, (point + 1) * width);
      const slope = explained.gradient(withBeside(way, own, share));
      const { deep, wide } = slopesOfSides(way, own, { share, slope });
      out.set(deep, point * width);
      for (let at = 0; at < width; at++) slopes[at] = slopes[at] + wide[at] / points;
    }
    return out;
  });
  const size = way.to.length;
  const parts = new Float64Array(size);
  for (let at = 0; at < size; at++) {
    let sum = 0;
    for (let point = 0; point < points; point++) sum += gradient[point * size + at];
    parts[at] = (sum / points) * (way.to[at] - way.from[at]);
  }
  return { parts, slopes };
}

/** Makes a sequence for each share of the line. */
function pointsOn({ from, to, timesteps }: Way, shares: readonly number[]): Sequences {
  const size = to.length;
  const features = new Float32Array(shares.length * size);
  for (const [point, share] of shares.entries()) {
    for (let at = 0; at < size; at++) {
      const [start, end] = [from[at], to[at]];
      features[point * size + at] = start + share * (end - start);
    }
  }
  const [count, width] = [shares.length * timesteps, size / timesteps];
  return {
    steps: { count, width, features, idCount: 0, ids: new Int32Array(0) },
    starts: range(shares.length).map((point) => point * timesteps),
    lengths: new Int32Array(shares.length).fill(timesteps),
  };
}

/**
 * Decides whether windows of a forecast are scaled by themselves, and how.
 *
 * They are where entities differ in size, and windows show the size: both ways are compared by how probable they make
 * the changes of training rows, if these are normal, with one size for all, or with a size in proportion to the
 * spread of the window before them. In a single series the quiet windows of a loud one would count most.
 *
 * @module
 */

import type { LevelSequences } from '../../encode/rows/levels.ts';
import type { WindowScale } from '../../encode/rows/steps.ts';
import { windowMoments, windowSpreads } from '../../encode/rows/window-scale.ts';

/**
 * Scaling by window must make changes more probable by this much on average (logarithm of the density), as
 * the spread of a window is an estimate: entities whose sizes differ threefold gain so much.
 */
const GAIN = 0.25;

/**
 * A size for each entity must make changes more probable by this much, if these have Laplace's distribution, which a
 * few large ones hardly move: half of what entities gain whose sizes differ threefold.
 */
const GAIN_BY_ENTITY = 0.07;

interface Examples {
  readonly sequences: LevelSequences;
  /** Levels are counted from this far above 0. */
  readonly offset: number;
  /** The changes `[positions, horizon]` are in a unit that is 1 / `scale` of that of the levels. */
  readonly changes: Float32Array;
  readonly scale: number;
  readonly training: Int32Array;
  readonly horizon: number;
  /** `[positions]`: where the entity of each begins. */
  readonly begins: Int32Array;
}

/** Returns how windows are scaled; `undefined` where one size for all serves as well. */
export function fitWindowScale(examples: Examples): WindowScale | undefined {
  const { sequences, offset, training } = examples;
  if (!(entityGain(examples) > GAIN_BY_ENTITY)) return undefined;
  const share = meanShare(examples);
  if (!(share > 0)) return undefined;
  const spreads = windowSpreads(sequences, training, { share, offset });
  const least = spreads.reduce(
    (least, spread) => (spread > 0 ? Math.min(least, spread) : least),
    Number.POSITIVE_INFINITY,
  );
  const units = spreads.map((spread) => spread || least);
  const [oneSize, bySpread] = [
    logSize(examples, new Float64Array(units.length).fill(1)),
    logSize(examples, units),
  ];
  if (!(oneSize.mean - bySpread.mean > GAIN)) return undefined;
  return { share, least, factor: bySpread.size };
}

/** Returns by how much a size for each entity raises the mean logarithm of the density of changes. */
function entityGain({ changes, training, horizon, begins }: Examples): number {
  const sums = new Map<number, { size: number; count: number }>();
  for (const at of training) {
    const sum = sums.get(begins[at]) ?? { size: 0, count: 0 };
    for (const change of changes.subarray(at * horizon, (at + 1) * horizon)) {
      if (Number.isNaN(change)) continue;
      sum.size += Math.abs(change);
      sum.count++;
    }
    sums.set(begins[at], sum);
  }
  const moving = [...sums.values()].filter(({ size }) => size > 0);
  const total = (of: (sum: (typeof moving)[number]) => number): number =>
    moving.reduce((all, sum) => all + of(sum), 0);
  const count = total((sum) => sum.count);
  const own = total((sum) => (sum.count / count) * Math.log(sum.size / sum.count));
  return Math.log(total(({ size }) => size) / count) - own;
}

/** Returns the mean of the variances of windows as shares of their mean squares. */
function meanShare({ sequences, offset, training }: Examples): number {
  let [sum, windows] = [0, 0];
  for (const at of training) {
    const { count, meanSquare, squares } = windowMoments(sequences, at, offset);
    if (count < 2 || meanSquare === 0) continue;
    sum += squares / count / meanSquare;
    windows++;
  }
  return windows === 0 ? 0 : sum / windows;
}

/**
 * Returns the root mean square of the changes of examples in units of their own, and the mean of the
 * logarithms of the sizes that follow for each.
 */
function logSize(
  { changes, scale, training, horizon }: Examples,
  units: Float64Array,
): { readonly size: number; readonly mean: number } {
  let [squares, logs, count] = [0, 0, 0];
  for (const [index, at] of training.entries()) {
    const unit = units[index];
    for (const change of changes.subarray(at * horizon, (at + 1) * horizon)) {
      if (Number.isNaN(change)) continue;
      squares += (change / scale / unit) ** 2;
      logs += Math.log(unit);
      count++;
    }
  }
  const size = Math.sqrt(squares / count);
  return { size, mean: logs / count + Math.log(size) };
}

/**
 * Decides whether windows of a forecast are scaled by themselves, and how.
 *
 * Both ways are judged by how probable they make the changes of training rows, if these have Laplace's
 * distribution: with one size for all, or with a size in proportion to the spread of the window before them.
 * Normal changes would take a series with a few large ones for one whose size differs.
 *
 * @module
 */

import type { LevelSequences } from '../../encode/rows/levels.ts';
import type { WindowScale } from '../../encode/rows/steps.ts';
import { windowMoments, windowSpreads } from '../../encode/rows/window-scale.ts';

/**
 * Scaling by window must make changes more probable by this much on average (logarithm of the density), as
 * the spread of a window is an estimate: entities whose sizes differ more than fourfold gain so much.
 */
const GAIN = 0.25;

interface Examples {
  readonly sequences: LevelSequences;
  /** Levels are counted from this far above 0. */
  readonly offset: number;
  /** The changes `[positions, horizon]` are in a unit that is 1 / `scale` of that of the levels. */
  readonly changes: Float32Array;
  readonly scale: number;
  readonly training: Int32Array;
  readonly horizon: number;
}

/** Returns how windows are scaled; `undefined` where one size for all serves as well. */
export function fitWindowScale(examples: Examples): WindowScale | undefined {
  const { sequences, offset, training } = examples;
  const share = meanShare(examples);
  if (!(share > 0)) return undefined;
  const spreads = windowSpreads(sequences, training, { share, offset });
  const least = spreads.reduce(
    (least, spread) => (spread > 0 ? Math.min(least, spread) : least),
    Number.POSITIVE_INFINITY,
  );
  const units = spreads.map((spread) => spread || least);
  const [oneSize, bySpread] = [
    changeSizes(examples, new Float64Array(units.length).fill(1)),
    changeSizes(examples, units),
  ];
  if (!(oneSize.logSize - bySpread.logSize > GAIN)) return undefined;
  return { share, least, factor: bySpread.size };
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

/** Returns two sizes of the changes of examples in units of their own. */
function changeSizes(
  { changes, scale, training, horizon }: Examples,
  units: Float64Array,
): {
  /** The root mean square. */
  readonly size: number;
  /** The mean of the logarithms of the mean absolute sizes that follow for each. */
  readonly logSize: number;
} {
  let [squares, sizes, logs, count] = [0, 0, 0, 0];
  for (const [index, at] of training.entries()) {
    const unit = units[index];
    for (const change of changes.subarray(at * horizon, (at + 1) * horizon)) {
      if (Number.isNaN(change)) continue;
      const own = change / scale / unit;
      squares += own ** 2;
      sizes += Math.abs(own);
      logs += Math.log(unit);
      count++;
    }
  }
  return { size: Math.sqrt(squares / count), logSize: logs / count + Math.log(sizes / count) };
}

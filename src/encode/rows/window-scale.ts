/**
 * Scales windows of a forecast by themselves: the target's past is read as distances from the last known
 * level, in units of the spread of the window, and changes are predicted in these units.
 *
 * Entities a thousand times as large then look alike. What a window is scaled by depends on its own rows
 * alone, so that streams and whole searches agree.
 *
 * @see Kim et al., Reversible instance normalization, 2022
 * @module
 */

import { type LevelSequences, lastLevels } from './levels.ts';
import { range } from './row-lists.ts';
import type { Sequences } from './steps.ts';

/** Changes are added to the levels `[samples]`, and counted in the units `[samples]`. */
export interface Origins {
  readonly levels: Float64Array;
  readonly units: Float64Array;
}

/** The average share weighs as much as this many rows, so that short and constant windows have a spread. */
const AVERAGE_ROWS = 4;

/** Returns what the changes of each sample are added to and counted in; units are 1 where none is scaled. */
export function windowOrigins(sequences: LevelSequences, samples: Int32Array): Origins {
  const { scaled } = sequences.steps;
  const units = new Float64Array(samples.length).fill(1);
  if (scaled?.scale !== undefined) {
    const { offset, scale } = scaled;
    const { share, least, factor } = scale;
    const spreads = windowSpreads(sequences, samples, { share, offset });
    for (const [at, spread] of spreads.entries()) units[at] = factor * (spread || least);
  }
  return { levels: lastLevels(sequences, samples), units };
}

/**
 * Returns the spread of the known levels of each window: their standard deviation and that of an average
 * window of the same mean square, pooled.
 *
 * @returns `[samples]`; 0 for windows of zeros, and for those without a known level
 */
export function windowSpreads(
  sequences: LevelSequences,
  samples: Int32Array,
  { share, offset }: { readonly share: number; readonly offset: number },
): Float64Array {
  return Float64Array.from(samples, (sample) => {
    const { count, meanSquare, squares } = windowMoments(sequences, sample, offset);
    if (count === 0) return 0;
    const average = AVERAGE_ROWS * share * meanSquare;
    return Math.sqrt((squares + average) / (count - 1 + AVERAGE_ROWS));
  });
}

export interface WindowMoments {
  /** The number of known levels in the window. */
  readonly count: number;
  /** The mean square is about 0, not about the offset. */
  readonly meanSquare: number;
  /** The squares are summed about the mean of the window. */
  readonly squares: number;
}

export function windowMoments(
  { steps: { levels }, starts, lengths, order }: LevelSequences,
  sample: number,
  offset: number,
): WindowMoments {
  const start = starts[sample];
  const known: number[] = [];
  for (let place = start; place < start + lengths[sample]; place++) {
    const level = levels?.[order?.[place] ?? place] ?? Number.NaN;
    if (!Number.isNaN(level)) known.push(level + offset);
  }
  const count = known.length;
  const mean = known.reduce((sum, value) => sum + value, 0) / count;
  const meanSquare = known.reduce((sum, value) => sum + value ** 2, 0) / count;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, meanSquare, squares };
}

/** Differences are clipped, as scaled numbers are. */
const CLIP = 8;

/** Returns a difference of levels as networks read it; one that is not known is none. */
export function clippedDifference(difference: number): number {
  return Number.isNaN(difference) ? 0 : Math.max(-CLIP, Math.min(CLIP, difference));
}

/**
 * Returns sequences whose steps are as networks read them, and the samples among these. Windows that are
 * relative or scaled by themselves share no steps; others are returned as they are.
 */
export function ownWindows(
  sequences: Sequences,
  samples: Int32Array,
): { readonly sequences: Sequences; readonly samples: Int32Array } {
  const { scaled, levels, ...steps } = sequences.steps;
  if (scaled?.column === undefined || levels === undefined) return { sequences, samples };
  const { width, idCount } = steps;
  const lengths = samples.map((sample) => sequences.lengths[sample]);
  const count = lengths.reduce((sum, length) => sum + length, 0);
  const features = new Float32Array(count * width);
  const ids = new Int32Array(count * idCount);
  const origins = windowOrigins(sequences, samples);
  const starts = new Int32Array(samples.length);
  let to = 0;
  for (const [at, sample] of samples.entries()) {
    starts[at] = to;
    const start = sequences.starts[sample];
    for (let place = start; place < start + lengths[at]; place++, to++) {
      const step = sequences.order?.[place] ?? place;
      features.set(steps.features.subarray(step * width, (step + 1) * width), to * width);
      ids.set(steps.ids.subarray(step * idCount, (step + 1) * idCount), to * idCount);
      const unit = origins.units[at];
      const distance = (levels[step] - origins.levels[at]) / unit;
      features[to * width + scaled.column] = Number.isNaN(distance) ? 0 : distance;
      for (const column of scaled.differences) {
        const at = to * width + column;
        features[at] = clippedDifference(features[at] / unit);
      }
    }
  }
  const own = { steps: { ...steps, count, features, ids }, starts, lengths };
  return { sequences: own, samples: range(samples.length) };
}

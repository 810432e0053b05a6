/**
 * Builds batches of sequences as a kernel reads them: sorted by length, over their distinct steps.
 *
 * A step that several sequences of the batch share, such as a row in overlapping windows or a token
 * in many rows, is embedded and projected once.
 *
 * @module
 */

import { range } from '../encode/rows/row-lists.ts';
import { type Sequences, type Steps, timestepsOf } from '../encode/rows/steps.ts';
import type { DistinctSamples } from './distinct-samples.ts';
import { writeOutputPlaces } from './output-places.ts';
import type { Workspace } from './workspace.ts';

export interface Batch {
  readonly size: number;
  readonly timesteps: number;
  /** `[size]`: the position in the given samples of each sequence of the batch. */
  readonly positions: Int32Array;
  /** The sequences have the order of the samples; absent where they may have another one. */
  readonly isInOrder?: boolean;
  /** `[timesteps]`: the number of sequences alive at each timestep. */
  readonly alive: Int32Array;
  /**
   * `[timesteps, size]`: the distinct step that a sequence reads; −1 where the sequence has not begun.
   */
  readonly index: Int32Array;
  /**
   * The distinct steps, as positions in `sequences.steps`. Where a sequence's first step reads otherwise
   * (`steps.atFirst`), it is another input there: it is `count` behind its position (`stepAt`).
   */
  readonly distinct: Int32Array;
  /**
   * The places in `[timesteps, size]` of all timesteps of the samples, one sample after the other, where a network
   * has outputs at every timestep; absent where it has them at the last one.
   */
  readonly outputPlaces?: Int32Array;
}

/** Returns the position of a distinct step in `steps`. */
export function stepAt({ count }: Pick<Steps, 'count'>, distinct: number): number {
  return distinct < count ? distinct : distinct - count;
}

/** The places of a batch at which a sequence's steps are written. */
interface SequencePlaces {
  /** The index of the batch. */
  readonly index: Int32Array;
  /** The sequence's own place in the first timestep. */
  readonly from: number;
  /** The distance between the places of two timesteps. */
  readonly stride: number;
  /** The sequence reads from this timestep on. */
  readonly first: number;
  readonly timesteps: number;
}

/** Builds batches over one set of steps. */
export class BatchBuilder {
  readonly #workspace: Workspace;
  readonly #sequences: Sequences;
  /** The place of each step among the distinct ones of the current batch; −1 for none. */
  readonly #places: Int32Array;

  constructor(workspace: Workspace, sequences: Sequences) {
    this.#workspace = workspace;
    this.#sequences = sequences;
    const { count, atFirst } = sequences.steps;
    this.#places = new Int32Array(atFirst === undefined ? count : 2 * count).fill(-1);
  }

  /**
   * Builds a batch with outputs at every timestep, in the arrays of the one before. Samples that are the same
   * sequence are computed once, and each of them has outputs.
   */
  buildEvery(samples: Int32Array): Batch {
    const { distinct, places: sequences } = this.#distinct(samples);
    const batch = this.build(distinct);
    const lengths = samples.map((sample) => this.#sequences.lengths[sample]);
    const rows = timestepsOf(this.#sequences, samples);
    const outputPlaces = this.#workspace.integers('output places', rows);
    writeOutputPlaces(batch, { lengths, sequences }, outputPlaces);
    return { ...batch, outputPlaces };
  }

  /** Finds the sequences of one batch that differ; tables as those of `distinctSamples` would be too long for it. */
  #distinct(samples: Int32Array): DistinctSamples {
    const { starts, isShared } = this.#sequences;
    if (isShared !== true) return { distinct: samples, places: range(samples.length) };
    const placeOf = new Map<number, number>();
    const distinct = samples.filter((sample) => {
      const start = starts[sample];
      if (placeOf.has(start)) return false;
      placeOf.set(start, placeOf.size);
      return true;
    });
    return { distinct, places: samples.map((sample) => placeOf.get(starts[sample]) ?? 0) };
  }

  /** Builds a batch in the arrays of the one before. */
  build(samples: Int32Array): Batch {
    return isRun(this.#sequences, samples) ? this.#buildRun(samples) : this.buildAny(samples);
  }

  /**
   * Builds a batch of windows each of which begins a row behind the one before, as nearly all of a search are: their
   * steps lie side by side, so that none has to be looked up. It is the batch that `buildAny` builds.
   */
  #buildRun(samples: Int32Array): Batch {
    const { starts, lengths } = this.#sequences;
    const size = samples.length;
    const [start, timesteps] = [starts[samples[0]], lengths[samples[0]]];
    const alive = this.#workspace.integers('alive', timesteps).fill(size);
    const index = this.#workspace.integers('index', timesteps * size);
    const distinct = this.#workspace.integers('distinct', size + timesteps - 1);
    for (let at = 0; at < distinct.length; at++) distinct[at] = start + at;
    for (let t = 0; t < timesteps; t++) {
      for (let b = 0; b < size; b++) index[t * size + b] = t + b;
    }
    return { size, timesteps, positions: range(size), isInOrder: true, alive, index, distinct };
  }

  /** Builds a batch of any sequences. */
  buildAny(samples: Int32Array): Batch {
    const { lengths } = this.#sequences;
    const positions = longestFirst(samples, lengths);
    const size = samples.length;
    const timesteps = size === 0 ? 0 : lengths[samples[positions[0]]];
    const alive = this.#workspace.integers('alive', timesteps).fill(0);
    const index = this.#workspace.integers('index', timesteps * size).fill(-1);
    const distinct = this.#workspace.integers('distinct', timesteps * size);
    let count = 0;
    for (let b = 0; b < size; b++) {
      const sample = samples[positions[b]];
      const first = timesteps - lengths[sample];
      alive[first] = alive[first] + 1;
      const read = { index, from: b, stride: size, first, timesteps };
      count = this.#addSequence(sample, read, distinct, count);
    }
    for (let t = 1; t < timesteps; t++) alive[t] = alive[t] + alive[t - 1];
    const places = this.#places;
    for (let at = 0; at < count; at++) places[distinct[at]] = -1;
    return { size, timesteps, positions, alive, index, distinct: distinct.subarray(0, count) };
  }

  /**
   * Writes which distinct step a sequence reads at each timestep from `first` on.
   *
   * @param known - the number of distinct steps so far
   * @returns the number of distinct steps now
   */
  #addSequence(
    sample: number,
    { index, from, stride, first, timesteps }: SequencePlaces,
    distinct: Int32Array,
    known: number,
  ): number {
    const { starts, order, steps } = this.#sequences;
    const places = this.#places;
    const start = starts[sample] - first;
    let count = known;
    let behind = steps.atFirst === undefined ? 0 : steps.count;
    for (let t = first; t < timesteps; t++) {
      const step = behind + (order === undefined ? start + t : order[start + t]);
      behind = 0;
      let place = places[step];
      if (place < 0) {
        place = count++;
        distinct[place] = step;
        places[step] = place;
      }
      index[from + t * stride] = place;
    }
    return count;
  }
}

/** Tells whether each sample begins a step behind the one before, and is as long. */
function isRun({ starts, lengths, order, steps }: Sequences, samples: Int32Array): boolean {
  if (order !== undefined || steps.atFirst !== undefined || samples.length === 0) return false;
  const [start, length] = [starts[samples[0]], lengths[samples[0]]];
  for (let at = 1; at < samples.length; at++) {
    const sample = samples[at];
    if (starts[sample] !== start + at || lengths[sample] !== length) return false;
  }
  return true;
}

/** Returns positions in `samples`, longest sequence first, else as given. */
function longestFirst(samples: Int32Array, lengths: Int32Array): Int32Array {
  const positions = new Int32Array(samples.length);
  let isUniform = true;
  for (let position = 0; position < samples.length; position++) {
    positions[position] = position;
    isUniform &&= lengths[samples[position]] === lengths[samples[0]];
  }
  if (isUniform) return positions;
  return byLength(positions, samples, lengths);
}

/** Orders positions by counting how often each length occurs, which is faster than comparing them. */
function byLength(positions: Int32Array, samples: Int32Array, lengths: Int32Array): Int32Array {
  let most = 0;
  for (const sample of samples) most = Math.max(most, lengths[sample]);
  const next = new Int32Array(most + 2);
  for (const sample of samples) next[most - lengths[sample] + 1]++;
  for (let at = 1; at < next.length; at++) next[at] += next[at - 1];
  for (let position = 0; position < samples.length; position++) {
    positions[next[most - lengths[samples[position]]]++] = position;
  }
  return positions;
}

/**
 * Finds the sequences among samples that differ, where many samples are the same one.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';

export interface DistinctSamples {
  /**
   * The longest sequence comes first: the sequences of a batch are about equally long, and no later batch needs more
   * working memory than the first one.
   */
  readonly distinct: Int32Array;
  /** `[samples]`: the position of each in `distinct`. */
  readonly places: Int32Array;
}

/** Tells samples apart by where their sequences begin: those that begin at one place are the same. */
export function distinctSamples(
  sequences: Pick<Sequences, 'starts' | 'lengths'>,
  samples: Int32Array,
): DistinctSamples {
  const { starts } = sequences;
  // Tables by the place of a sequence, and by its length, are much faster than maps and a comparison.
  const placeAt = new Int32Array(1 + largest(starts, samples)).fill(-1);
  const firsts = samples.filter((sample) => {
    const isFirst = placeAt[starts[sample]] < 0;
    placeAt[starts[sample]] = 0;
    return isFirst;
  });
  const distinct = longestFirst(firsts, sequences);
  for (let place = 0; place < distinct.length; place++) placeAt[starts[distinct[place]]] = place;
  return { distinct, places: samples.map((sample) => placeAt[starts[sample]]) };
}

/** Orders samples by the lengths of their sequences, those of the same length as they come. */
function longestFirst(samples: Int32Array, { lengths }: Pick<Sequences, 'lengths'>): Int32Array {
  const most = largest(lengths, samples);
  const next = new Int32Array(2 + most);
  for (const sample of samples) next[most - lengths[sample] + 1]++;
  for (let shorter = 1; shorter < next.length; shorter++) next[shorter] += next[shorter - 1];
  const ordered = new Int32Array(samples.length);
  for (const sample of samples) ordered[next[most - lengths[sample]]++] = sample;
  return ordered;
}

function largest(values: Int32Array, samples: Int32Array): number {
  let most = 0;
  for (const sample of samples) most = Math.max(most, values[sample]);
  return most;
}

/**
 * Finds the sequences among samples that differ, where many samples are the same one.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';

export interface DistinctSamples {
  /** The shortest sequence comes first, so that the sequences of a batch are about equally long. */
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
  const distinct = shortestFirst(firsts, sequences);
  for (let place = 0; place < distinct.length; place++) placeAt[starts[distinct[place]]] = place;
  return { distinct, places: samples.map((sample) => placeAt[starts[sample]]) };
}

/** Orders samples by the lengths of their sequences, those of the same length as they come. */
function shortestFirst(samples: Int32Array, { lengths }: Pick<Sequences, 'lengths'>): Int32Array {
  const next = new Int32Array(2 + largest(lengths, samples));
  for (const sample of samples) next[lengths[sample] + 1]++;
  for (let length = 1; length < next.length; length++) next[length] += next[length - 1];
  const ordered = new Int32Array(samples.length);
  for (const sample of samples) ordered[next[lengths[sample]]++] = sample;
  return ordered;
}

function largest(values: Int32Array, samples: Int32Array): number {
  let most = 0;
  for (const sample of samples) most = Math.max(most, values[sample]);
  return most;
}

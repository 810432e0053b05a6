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
  { starts, lengths }: Pick<Sequences, 'starts' | 'lengths'>,
  samples: Int32Array,
): DistinctSamples {
  const firsts = new Map<number, number>();
  for (const sample of samples) {
    const start = starts[sample];
    if (!firsts.has(start)) firsts.set(start, sample);
  }
  const distinct = Int32Array.from(firsts.values()).sort(
    (a, b) => lengths[a] - lengths[b] || a - b,
  );
  const places = new Map(Array.from(distinct, (sample, place) => [starts[sample], place]));
  return { distinct, places: samples.map((sample) => places.get(starts[sample]) ?? 0) };
}

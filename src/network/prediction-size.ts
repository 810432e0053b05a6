/**
 * Decides how much an engine predicts at once, which bounds the memory of its states.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';

/** This many timesteps are predicted at once, where that makes neither too few nor too many sequences. */
export const PREDICTED_TIMESTEPS = 16_384;

export const FEWEST_PREDICTED = 8;
export const MOST_PREDICTED = 512;

/** Short sequences are predicted more at once, because each batch costs something beside its work. */
const SHORT_TIMESTEPS = 4096;

/** A caller that can do with parts holds this many logits at most: those of a wide network are large. */
export const LOGITS_OF_A_PART = 4e6;

/**
 * Returns how many sequences of so many timesteps make one batch.
 *
 * @param longest - no sequence of the batch has more timesteps
 */
export function predictedSize(timesteps: number, longest: number): number {
  const most = Math.floor(SHORT_TIMESTEPS / longest);
  return Math.max(most, boundedSize(PREDICTED_TIMESTEPS / timesteps));
}

/** Returns the number of timesteps of the longest of the sequences, at least 1. */
export function longestOf({ lengths }: Pick<Sequences, 'lengths'>, samples: Int32Array): number {
  let most = 1;
  for (let at = 0; at < samples.length; at++) most = Math.max(most, lengths[samples[at]]);
  return most;
}

/** Returns the nearest number of sequences that is neither too few nor too many for one batch. */
export function boundedSize(size: number): number {
  return Math.max(FEWEST_PREDICTED, Math.min(MOST_PREDICTED, Math.floor(size)));
}

/**
 * Decides how much an engine predicts at once, which bounds the memory of its states.
 *
 * @module
 */

/** This many timesteps are predicted at once, where that makes neither too few nor too many sequences. */
export const PREDICTED_TIMESTEPS = 16_384;

export const FEWEST_PREDICTED = 8;
export const MOST_PREDICTED = 512;

/** A caller that can do with parts holds this many logits at most: those of a wide network are large. */
export const LOGITS_OF_A_PART = 4e6;

/** Returns how many sequences of so many timesteps make one batch. */
export function predictedSize(timesteps: number): number {
  return boundedSize(PREDICTED_TIMESTEPS / timesteps);
}

/** Returns the nearest number of sequences that is neither too few nor too many for one batch. */
export function boundedSize(size: number): number {
  return Math.max(FEWEST_PREDICTED, Math.min(MOST_PREDICTED, Math.floor(size)));
}

/**
 * Counts the fits that are made before that of the model, to choose its settings or to evaluate them.
 *
 * @module
 */

import type { Duration } from './duration.ts';

export interface Trials {
  /** They take this multiple of the time of the model's own fit. */
  readonly fits: number;
  /** They may take this share of the time limit at most, 0…1. */
  readonly share: number;
}

/** Returns how long a fit takes with all that is tried before it, none of which is refitted, and with its refit. */
export function secondsWithTrials(
  { seconds, refitSeconds }: Pick<Duration, 'seconds' | 'refitSeconds'>,
  trials: readonly Trials[],
  maxSeconds: number,
): number {
  const tried = trials.map(({ fits, share }) => Math.min(fits * seconds, share * maxSeconds));
  return tried.reduce((sum, one) => sum + one, seconds + refitSeconds);
}

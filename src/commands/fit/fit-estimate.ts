/**
 * Says what a fit will take before it begins: in the log, which alone can be read while it trains, in
 * a message and in the summary.
 *
 * @module
 */

import { thousands } from '../../errors.ts';
import { type Duration, refuseHopeless } from '../../estimate/duration.ts';
import type { FitEstimate } from '../../estimate/fit-estimate.ts';
import { secondsWithTrials, type Trials } from '../../estimate/trials.ts';
import type { Notice } from '../../notice.ts';

/** The seconds are those of all that a fit does. */
export interface Estimate extends Omit<Duration, 'refitSeconds'> {
  /** The whole process takes this memory. */
  readonly megabytes: number;
}

/**
 * @param maxSeconds - after which training stops
 * @param trials - the fits before that of the model
 * @throws UserError when the time would not do for a good part of the rows
 */
export function estimateWithin(
  { bytes, duration }: Pick<FitEstimate, 'bytes' | 'duration'>,
  threads: number,
  maxSeconds: number,
  trials: readonly Trials[] = [],
): Estimate {
  const own = duration(threads);
  const { epochSeconds } = own;
  refuseHopeless({ epochSeconds }, maxSeconds);
  const megabytes = Math.ceil(bytes / 2 ** 20);
  const seconds = Math.min(secondsWithTrials(own, trials, maxSeconds), maxSeconds);
  return { megabytes, epochSeconds, seconds };
}

/** @param maxMegabytes - that the process may have */
export function estimateNotice(
  { megabytes, epochSeconds, seconds }: Estimate,
  maxMegabytes: number,
  maxSeconds: number,
): Notice {
  const [memory, most] = [megabytes, maxMegabytes].map((count) => thousands(count));
  const [all, one] = [seconds, epochSeconds].map(inWords);
  const text = `Estimated before training: ${memory} MB of at most ${most} MB, ${all} of at most ${thousands(maxSeconds)} s, ${one} an epoch.`;
  return { level: 'INFO', text };
}

/** Columns of the summary, and fields of the log. */
export function estimateFields({ megabytes, seconds }: Estimate): Readonly<Record<string, number>> {
  return { estimated_memory_mb: megabytes, estimated_seconds: rounded(seconds) };
}

function inWords(seconds: number): string {
  return seconds < 1 ? 'less than 1 s' : `${thousands(rounded(seconds))} s`;
}

/** Returns two digits, since it is an estimate. */
function rounded(seconds: number): number {
  return Number(seconds.toPrecision(2));
}

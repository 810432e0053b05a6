/**
 * Estimates the time that a fit will take, before it begins.
 *
 * The rates are measured as those of engines are (`network/engine-cost.ts`).
 *
 * @module
 */

import { thousands, UserError } from '../errors.ts';
import type { EngineCost, Pass } from '../network/engine-cost.ts';
import type { NetworkSpec } from '../network/network-spec.ts';

/** The seconds of a fit without training, whose time is estimated by the cost of the engine. */
const PER_FIT = 0.3;
const PER_ROW = 6e-6;
const PER_CELL = 0.5e-6;

/** Linear models take this many seconds for a multiply-add. */
const PER_LINEAR = 0.5e-9;

/**
 * A fit is refused when one epoch takes more than this many times the time limit, because its model would
 * have seen too little of its rows.
 */
const HOPELESS = 10;

export interface FitWork extends Pass {
  readonly network: NetworkSpec;
  readonly engineCost: EngineCost;
  readonly epochs: number;
  readonly rows: number;
  readonly fields: number;
  /** The most multiply-adds of all linear models that are fitted. */
  readonly linearWork: number;
  /** A refit takes as long as so many trainings of the network; 0 without one. */
  readonly refitTrainings: number;
}

export interface Duration {
  readonly epochSeconds: number;
  /** The fit takes this many seconds before a refit, if nothing stops it earlier. */
  readonly seconds: number;
  /** A refit takes this many more. */
  readonly refitSeconds: number;
}

/** @param threads - the number of threads that train */
export function fitDuration(
  { network, engineCost, epochs, rows, fields, linearWork, refitTrainings, ...pass }: FitWork,
  threads: number,
): Duration {
  const epochSeconds = engineCost.passSeconds(network, pass) / threads;
  const reading = PER_FIT + rows * (PER_ROW + fields * PER_CELL);
  const linear = linearWork * PER_LINEAR;
  const training = epochs * epochSeconds;
  return {
    epochSeconds,
    seconds: reading + training + linear,
    refitSeconds: refitTrainings * training,
  };
}

/**
 * Refuses a fit that could not see a good part of its rows: a fit that is stopped keeps the best model so
 * far, which is worth keeping only where it has seen such a part.
 *
 * @throws UserError with the estimate
 */
export function refuseHopeless(
  { epochSeconds }: Pick<Duration, 'epochSeconds'>,
  maxSeconds: number,
): void {
  if (epochSeconds <= HOPELESS * maxSeconds) return;
  const [needed, most] = [epochSeconds, maxSeconds].map((count) => thousands(Math.round(count)));
  throw new UserError(
    `One pass over the training rows would take about ${needed} s, and ${most} s are allowed (max_time, max_fit_time): use fewer rows (max_rows, stride), a shorter window or fewer units.`,
  );
}

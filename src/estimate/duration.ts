/**
 * Estimates the time that a fit will take, before it begins.
 *
 * The rates are measured, on one core of a server of 2024: another machine may take half as long or
 * twice. `bench/parts/estimates.ts` shows estimates and figures side by side.
 *
 * @module
 */

import { thousands, UserError } from '../errors.ts';
import { multiplyAdds, type NetworkSpec } from '../network/network-spec.ts';

/** These are seconds of one thread: the first three while training, the others for all else. */
const PER_MULTIPLY_ADD = 1 / 15e9;
const PER_TIMESTEP = 0.14e-6;
const PER_SEQUENCE = 2.4e-6;
const PER_FIT = 0.3;
const PER_ROW = 6e-6;
const PER_CELL = 1e-6;

/** An update takes as long as this many passes forward: one, and a pass back that costs twice as much. */
const PASSES = 3;

/** A fit with `epochs=auto` often takes this many epochs. */
const USUAL_EPOCHS = 20;

/**
 * A fit is refused when one epoch takes more than this many times the time limit, because its model would
 * have seen too little of its rows.
 */
const HOPELESS = 10;

export interface FitWork {
  readonly network: NetworkSpec;
  /** The number of sequences that train. */
  readonly sequences: number;
  /** The timesteps of all these sequences. */
  readonly timesteps: number;
  readonly epochs: number | 'auto';
  readonly rows: number;
  readonly fields: number;
}

export interface Duration {
  readonly epochSeconds: number;
  /** The seconds of the whole fit, if nothing stops it earlier. */
  readonly seconds: number;
}

/** @param threads - the number of threads that train */
export function fitDuration(
  { network, sequences, timesteps, epochs, rows, fields }: FitWork,
  threads: number,
): Duration {
  const perTimestep = PER_TIMESTEP + PASSES * multiplyAdds(network) * PER_MULTIPLY_ADD;
  const epochSeconds = (timesteps * perTimestep + sequences * PER_SEQUENCE) / threads;
  const count = epochs === 'auto' ? USUAL_EPOCHS : epochs;
  const reading = PER_FIT + rows * (PER_ROW + fields * PER_CELL);
  return { epochSeconds, seconds: reading + count * epochSeconds };
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

/**
 * The time that a fit will take, estimated before it begins.
 *
 * The rates are measured, on one core of a server of 2024: another machine may take half as long or
 * twice. `bench/parts/estimates.ts` shows estimates and figures side by side.
 *
 * @module
 */

import { thousands, UserError } from '../errors.ts';
import { multiplyAdds, type NetworkSpec } from '../network/network-spec.ts';

/** Seconds of one thread: while training, and for all else. */
const PER_MULTIPLY_ADD = 1 / 15e9;
const PER_TIMESTEP = 0.14e-6;
const PER_SEQUENCE = 2.4e-6;
const PER_FIT = 0.3;
const PER_ROW = 6e-6;
const PER_CELL = 1e-6;

/** A pass forward, and the pass back that costs twice as much. */
const PASSES = 3;

/** Epochs that `epochs=auto` often makes. */
const USUAL_EPOCHS = 20;

/** Beyond this many times the time limit, a model would have seen too little of its rows. */
const HOPELESS = 10;

export interface FitWork {
  readonly network: NetworkSpec;
  /** That train. */
  readonly sequences: number;
  /** Timesteps of all of them. */
  readonly timesteps: number;
  readonly epochs: number | 'auto';
  readonly rows: number;
  readonly fields: number;
}

export interface Duration {
  readonly epochSeconds: number;
  /** Of the whole fit, but for what stops it. */
  readonly seconds: number;
}

/** @param threads - that train */
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
 * A fit that is stopped keeps the best model so far, which is one worth keeping only where it has seen
 * a good part of its rows.
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

/**
 * Estimates what a fit will take: memory, work and time.
 *
 * @module
 */

import { epochsOf } from '../model/epochs.ts';
import type { FitSettings } from '../model/fit-options.ts';
import { type Pass, passWork } from '../network/engine-cost.ts';
import { type Duration, fitDuration } from './duration.ts';
import { fitBytes, type PlannedFit } from './fit-memory.ts';

export interface FitEstimate {
  /** The process takes this much memory at most. */
  readonly bytes: number;
  /** The fewest updates that training makes take this many multiply-adds. */
  readonly work: number;
  /** Returns how long the fit will take, by the number of threads. */
  readonly duration: (threads: number) => Duration;
}

/** What a fit computes beside reading its rows. */
export interface Computed {
  /** One epoch trains on this. */
  readonly pass: Pass;
  /** The most multiply-adds of all linear models that are fitted. */
  readonly linearWork: number;
  /** A refit takes as long as so many trainings of the network; 0 without one. */
  readonly refitTrainings: number;
}

export function estimateFit(
  fit: PlannedFit,
  { pass, ...computed }: Computed,
  settings: FitSettings,
): FitEstimate {
  const { network, shape } = fit;
  const { rows, fields } = shape;
  const { engineCost, training } = settings;
  const epochs = epochsOf(training.epochs, 'usual');
  const work = { network, engineCost, ...pass, epochs, rows, fields, ...computed };
  return {
    bytes: fitBytes(fit, settings),
    work: passWork(network, pass.timesteps) * epochsOf(training.epochs, 'fewest'),
    duration: (threads) => fitDuration(work, threads),
  };
}

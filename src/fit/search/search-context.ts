/**
 * Runs fits that are no model, only evidence: each has a share of the time, and gives its threads back.
 *
 * @module
 */

import type { Engine, EngineFactory } from '../../network/engine.ts';
import type { TrainingContext } from '../training/training.ts';

export interface SearchContext extends Pick<TrainingContext, 'breathe' | 'now' | 'stop'> {
  /** Milliseconds on the clock of `now`, at which everything must have ended. */
  readonly deadline: number;
}

/**
 * Returns the context of a training that may take a share of the time that is left.
 *
 * @param share - 0…1
 */
export function withShareOfTime(context: SearchContext, share: number): TrainingContext {
  const end = shareEnd(context, share);
  return {
    breathe: () => context.breathe(),
    now: () => context.now(),
    onEpoch: () => undefined,
    stop: () => context.stop() ?? (context.now() >= end ? 'time' : undefined),
  };
}

/** Returns the moment at which a share of the time that is left is over. */
export function shareEnd({ now, deadline }: SearchContext, share: number): number {
  const started = now();
  return started + share * Math.max(0, deadline - started);
}

/** Closes the engines that the work has made, when it is over. */
export async function withEngines<T>(
  createEngine: EngineFactory,
  work: (createEngine: EngineFactory) => Promise<T>,
): Promise<T> {
  const made: Engine[] = [];
  try {
    return await work(async (spec, weights) => {
      const engine = await createEngine(spec, weights);
      made.push(engine);
      return engine;
    });
  } finally {
    await Promise.all(made.map((engine) => engine.close?.()));
  }
}
